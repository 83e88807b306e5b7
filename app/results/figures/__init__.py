"""From scores to released figures: the only caller of the statistics, and the only maker of what is shown.

`comparison` computes one scale and asks the gate about every cell; `change` puts the scales and their cautions
together; `tables` arranges what passed already; `columns` and `wording` name and explain the numbers.
"""
