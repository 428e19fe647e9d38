"""The models on SimPy: every customer is a process, every station a resource."""

import random

import simpy
from workloads import PATIENCE, Found, main, route, service


def mm1(customers):
    env, found = simpy.Environment(), Found()
    server = simpy.Resource(env, capacity=1)

    def customer():
        came = env.now
        found.events += 1
        with server.request() as turn:
            yield turn
            yield env.timeout(random.expovariate(1.0))
        found.events += 1
        found.finished += 1
        found.total += env.now - came

    def source():
        for _ in range(customers):
            yield env.timeout(random.expovariate(0.9))
            env.process(customer())

    env.process(source())
    env.run()
    return found


def funnel(rate, servers, horizon):
    env, found = simpy.Environment(), Found()
    stations = [simpy.Resource(env, capacity=number) for number in servers]

    def customer():
        came, station = env.now, 0
        found.events += 1
        while True:
            with stations[station].request() as turn:
                if PATIENCE[station] is None or turn.triggered:
                    yield turn
                else:
                    yield turn | env.timeout(random.expovariate(1.0 / PATIENCE[station]))
                    if not turn.triggered:
                        found.events += 1
                        return
                yield env.timeout(service(station))
            found.events += 1
            station = route(station)
            if station is None:
                return
            if station == 3:
                found.finished += 1
                found.total += env.now - came
                return

    def source():
        while True:
            yield env.timeout(random.expovariate(rate))
            env.process(customer())

    env.process(source())
    if horizon > 0:
        env.run(until=horizon)
    return found


main("simpy", mm1, funnel)
