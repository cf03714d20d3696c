"""Trains the bundled reader: which kind of answer a question asks for, and which candidate answers it.

    python -m rag.training.reader DATA [--out FOLDER] [--folds 5]

DATA is the folder of training data (domain_train.jsonl.gz, series.jsonl.gz groups 1-20). Deterministic by seed;
about WALL on two cores. Scores printed are of folds held out by passage, never of passages trained on.
"""
