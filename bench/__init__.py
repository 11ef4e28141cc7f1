"""Speed, measured as ratios: each path of the portal against the least that could answer the same.

`make bench` builds the data, starts both servers, asks them in turn, and prints one line for each
measurement: name, ratio of CPU time, lowest and highest of the rounds, target, holds or not. The same
goes into `bench/latest.json`. Ratios, as the machine may be slow or shared; never a time.
"""
