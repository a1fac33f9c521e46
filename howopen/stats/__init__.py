"""The catalogue in numbers: a summary of each model, counts, quality of the evidence, agreement with other indexes."""
