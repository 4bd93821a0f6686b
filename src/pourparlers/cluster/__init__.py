"""Reading more articles than one machine reads: the reading stage over Ray Data, Parquet out.

`run.read_many` reads, in as many processes on as many machines as a Ray cluster has; `parts` is the Parquet it writes,
which goes into a dossier and answers SQL. Needs `pip install "pourparlers[cluster]"`; the Parquet alone needs pyarrow.
"""
