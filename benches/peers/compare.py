"""Runs all programs in turn on one core and prints events per CPU second, and how many times the peer's ours is.

Runs are interleaved, so that a disturbance of the machine meets all; of each program's repeats the median counts. What
a program needs to start and stop (measured with empty runs) is taken off its CPU time.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys

WORKLOADS = ["mm1", "funnel", "funnel1000"]
RUST = ["winflow", "winflow keyed", "bare", "binary_heap", "desque", "odem", "nexosim"]
# Share of the workload, and how often: these need seconds for what the others do in milliseconds.
PYTHON = {
    "simpy": ({"mm1": 0.3, "funnel": 0.3, "funnel1000": 0.1}, 3),
    "ciw": ({"mm1": 0.1, "funnel": 0.1, "funnel1000": 0.05}, 1),
    "salabim": ({"mm1": 0.03, "funnel": 0.03, "funnel1000": 0.05}, 1),
}


def cpu_seconds(command):
    """Runs a command; its CPU time and the line that it printed."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    line = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed")
    return usage.ru_utime + usage.ru_stime, json.loads(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", required=True, help="folder of the Rust programs")
    parser.add_argument("--python", required=True, help="interpreter that has the Python engines")
    parser.add_argument("--without-python", action="store_true", help="leave the Python engines out")
    parser.add_argument("--repeats", type=int, default=11, help="runs of each Rust program (default 11)")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the workload for the Rust programs (default 1)")
    options = parser.parse_args()
    core = ["taskset", "--cpu-list", str(max(os.sched_getaffinity(0)))] if shutil.which("taskset") else []
    here = os.path.dirname(os.path.abspath(__file__))

    def command(engine, workload, seed, scale):
        if engine in PYTHON:
            return core + [options.python, f"{here}/python/{engine}_models.py", workload, str(seed), str(scale)]
        name, *variant = engine.split()
        return core + [f"{options.programs}/{name}", workload, str(seed), str(scale)] + variant

    engines = RUST + ([] if options.without_python else list(PYTHON))
    starts = {engine: statistics.median(cpu_seconds(command(engine, "mm1", 1, 0))[0] for _ in range(5)) for engine in engines}
    rates, means = {}, {}
    for repeat in range(options.repeats):
        for workload in WORKLOADS:
            for engine in engines:
                scales, repeats = PYTHON.get(engine, ({}, options.repeats))
                if repeat < repeats:
                    seconds, found = cpu_seconds(command(engine, workload, repeat + 1, scales.get(workload, options.scale)))
                    rates.setdefault((engine, workload), []).append(found["events"] / max(seconds - starts[engine], 1e-6))
                    means.setdefault((engine, workload), []).append(found["mean"])
        print(f"\rround {repeat + 1} of {options.repeats}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    table(engines, {key: statistics.median(values) for key, values in rates.items()}, means)


def table(engines, rates, means):
    """Prints a Markdown table."""
    print("| engine |" + "".join(f" {name}: million events a second | ours / it | keyed / it | mean |" for name in WORKLOADS))
    print("|---|" + "--:|--:|--:|--:|" * len(WORKLOADS))
    for engine in engines:
        cells = []
        for workload in WORKLOADS:
            rate = rates[engine, workload]
            ours, keyed = rates["winflow", workload] / rate, rates["winflow keyed", workload] / rate
            cells.append(f" {rate / 1e6:.3g} | {ours:.3g} | {keyed:.3g} | {statistics.mean(means[engine, workload]):.2f} |")
        print(f"| {engine} |" + "".join(cells))


main()
