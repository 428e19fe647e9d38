"""What the Python programs share: the command line, the workloads, the line that they print."""

import json
import math
import random
import sys

FIRST_GOES_ON, SECOND_GOES_ON, THIRD_GOES_BACK = 0.3, 0.4, 0.15
FIRST_MEAN, SECOND_MEAN, THIRD_MEAN, THIRD_SHAPE = 1.0, 1.5, 6.0, 2.0
# Log-normal with mean 1.5 and coefficient of variation 1.
SIGMA = math.sqrt(math.log(2.0))
MU = math.log(SECOND_MEAN) - 0.5 * SIGMA * SIGMA
PATIENCE = (None, 20.0, 60.0)


class Found:
    """What a run finds: executed changes of state, customers that have finished, the sum of their times."""

    def __init__(self):
        self.events = self.finished = 0
        self.total = 0.0


def service(station):
    """A service time of the funnel's station 0, 1 or 2."""
    if station == 0:
        return random.expovariate(1.0 / FIRST_MEAN)
    if station == 1:
        return random.lognormvariate(MU, SIGMA)
    return random.gammavariate(THIRD_SHAPE, THIRD_MEAN / THIRD_SHAPE)


def route(station):
    """The next station; 3 for the finished, None for the lost."""
    draw = random.random()
    if station == 0:
        return 1 if draw < FIRST_GOES_ON else None
    if station == 1:
        return 2 if draw < SECOND_GOES_ON else None
    return 1 if draw < THIRD_GOES_BACK else 3


def main(engine, mm1, funnel):
    """Runs what the command line asks for: workload, seed, scale."""
    name, seed = sys.argv[1], int(sys.argv[2])
    scale = float(sys.argv[3]) if len(sys.argv) > 3 else 1.0
    random.seed(seed)
    if name == "mm1":
        found = mm1(int(1e6 * scale))
    elif name == "funnel":
        found = funnel(3.0, (4, 2, 3), 2e5 * scale)
    else:
        found = funnel(3000.0, (4000, 2000, 3000), 2e2 * scale)
    mean = found.total / found.finished if found.finished else 0.0
    line = {"engine": engine, "workload": name, "events": found.events, "finished": found.finished, "mean": round(mean, 4)}
    print(json.dumps(line))
