"""Writes the encoder and its heads as an ONNX graph, by hand, so that every operator is one that runs fast.

The large matrices are stored as 8-bit weights with a scale a column, and multiplied by activations that are
rounded to 8 bits on the fly (`DynamicQuantizeMatMul`). A scale a channel, folded into the weights, evens out the
activations before they are rounded (SmoothQuant, Xiao et al. 2023): without it a few outlying channels take all
of the range.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, helper, numpy_helper

CONTRIB = "com.microsoft"
Array = NDArray[np.float32]


class Graph:
    """Collects nodes and constants. `smooth` has a vector of channel scales for each matrix to be quantised."""

    def __init__(self, smooth: Mapping[str, Array]) -> None:
        self.smooth = smooth
        self.nodes: list[object] = []
        self.constants: dict[str, object] = {}

    def constant(self, name: str, value: NDArray[np.generic]) -> str:
        """Adds a constant."""
        self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def node(
        self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: object
    ) -> str:
        """Adds an operator with one output."""
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def split(self, value: str, outputs: list[str]) -> list[str]:
        """Splits the last axis in equal parts."""
        self.nodes.append(helper.make_node("Split", [value], outputs, axis=-1, num_outputs=len(outputs)))
        return outputs

    def linear(self, value: str, name: str, weight: Array, bias: Array) -> str:
        """`value @ weight.T + bias`; in 8 bits if there are channel scales for it."""
        offset = self.constant(f"{name}.bias", bias.astype(np.float32))
        if name not in self.smooth:
            product = self.node(
                "MatMul", [value, self.constant(f"{name}.weight", weight.T)], f"{name}.product"
            )
            return self.node("Add", [product, offset], f"{name}.out")
        channel = self.smooth[name].astype(np.float32)
        scaled = weight * channel
        step = np.maximum(np.abs(scaled).max(axis=1), 1e-8) / 127
        whole = np.round(scaled / step[:, None]).astype(np.int8)
        even = self.node("Mul", [value, self.constant(f"{name}.channel", 1 / channel)], f"{name}.even")
        inputs = [
            even,
            self.constant(f"{name}.weight", whole.T),
            self.constant(f"{name}.step", step.astype(np.float32)),
        ]
        inputs += [self.constant(f"{name}.zero", np.zeros(len(whole), np.int8)), offset]
        return self.node("DynamicQuantizeMatMul", inputs, f"{name}.out", CONTRIB)

    def norm(self, value: str, name: str, scale: Array, shift: Array, epsilon: float) -> str:
        """Layer normalisation; its means are products with a constant, which is faster than the operator."""
        mean = self.constant("mean", np.full((len(scale), 1), 1 / len(scale), np.float32))
        off = self.node("Sub", [value, self.node("MatMul", [value, mean], f"{name}.mean")], f"{name}.off")
        spread = self.node(
            "MatMul", [self.node("Mul", [off, off], f"{name}.square"), mean], f"{name}.variance"
        )
        lifted = self.node("Add", [spread, self.constant("epsilon", np.float32(epsilon))], f"{name}.lifted")
        even = self.node("Div", [off, self.node("Sqrt", [lifted], f"{name}.deviation")], f"{name}.even")
        scaled = self.node("Mul", [even, self.constant(f"{name}.scale", scale)], f"{name}.scaled")
        return self.node("Add", [scaled, self.constant(f"{name}.shift", shift)], f"{name}.out")

    def add_norm(
        self, value: str, residual: str, name: str, scale: Array, shift: Array, epsilon: float
    ) -> str:
        """Layer normalisation of a sum."""
        return self.norm(self.node("Add", [value, residual], f"{name}.sum"), name, scale, shift, epsilon)

    def gelu(self, value: str) -> str:
        """The exact GELU."""
        return self.node("Gelu", [value], f"{value}.gelu", CONTRIB)


def trunk(
    graph: Graph, weights: Mapping[str, Array], *, layers: int, heads: int, epsilon: float
) -> list[str]:
    """The encoder: input `vectors` (1, pieces, width), the names of the states after each layer back."""
    state = graph.norm("vectors", "emb", weights["emb.ln.w"], weights["emb.ln.b"], epsilon)
    states = []
    for layer in range(layers):

        def part(name: str, layer: int = layer) -> Array:
            return weights[f"l{layer}.{name}"]

        joined = np.concatenate([part("q.w"), part("k.w"), part("v.w")])
        offset = np.concatenate([part("q.b"), part("k.b"), part("v.b")])
        both = graph.linear(state, f"l{layer}.qkv", joined, offset)
        parts = graph.split(both, [f"l{layer}.{x}" for x in "qkv"])
        seen = graph.node("MultiHeadAttention", parts, f"l{layer}.seen", CONTRIB, num_heads=heads)
        out = graph.linear(seen, f"l{layer}.ao", part("ao.w"), part("ao.b"))
        state = graph.add_norm(state, out, f"l{layer}.aln", part("aln.w"), part("aln.b"), epsilon)
        inner = graph.gelu(graph.linear(state, f"l{layer}.fi", part("fi.w"), part("fi.b")))
        out = graph.linear(inner, f"l{layer}.fo", part("fo.w"), part("fo.b"))
        state = graph.add_norm(state, out, f"l{layer}.oln", part("oln.w"), part("oln.b"), epsilon)
        states.append(state)
    return states


def finish(graph: Graph, width: int, outputs: Mapping[str, str]) -> ModelProto:
    """The model whose outputs are the named values."""
    for name, value in outputs.items():
        graph.node("Identity", [value], name)
    body = helper.make_graph(
        graph.nodes,
        "encoder",
        [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, "pieces", width])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs],
        list(graph.constants.values()),
    )
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid(CONTRIB, 1)]
    return helper.make_model(body, opset_imports=opsets, ir_version=10, producer_name="pourparlers")
