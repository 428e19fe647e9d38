"""The models on salabim: every customer is a component, every station a resource. Its monitors stay on, as shipped."""

import random

import salabim as sim
from workloads import PATIENCE, Found, main, route, service

sim.yieldless(False)


def mm1(customers):
    env, found = sim.Environment(trace=False), Found()
    server = sim.Resource("server", capacity=1, env=env)

    class Customer(sim.Component):
        def process(self):
            came = self.env.now()
            found.events += 1
            yield self.request(server)
            yield self.hold(random.expovariate(1.0))
            self.release(server)
            found.events += 1
            found.finished += 1
            found.total += self.env.now() - came

    class Source(sim.Component):
        def process(self):
            for _ in range(customers):
                yield self.hold(random.expovariate(0.9))
                Customer(env=self.env)

    Source(env=env)
    env.run()
    return found


def funnel(rate, servers, horizon):
    env, found = sim.Environment(trace=False), Found()
    stations = [sim.Resource(f"station {number}", capacity=capacity, env=env) for number, capacity in enumerate(servers)]

    class Customer(sim.Component):
        def process(self):
            came, station = self.env.now(), 0
            found.events += 1
            while True:
                if PATIENCE[station] is None:
                    yield self.request(stations[station])
                else:
                    yield self.request(stations[station], fail_delay=random.expovariate(1.0 / PATIENCE[station]))
                    if self.failed():
                        found.events += 1
                        return
                yield self.hold(service(station))
                self.release(stations[station])
                found.events += 1
                station = route(station)
                if station is None:
                    return
                if station == 3:
                    found.finished += 1
                    found.total += self.env.now() - came
                    return

    class Source(sim.Component):
        def process(self):
            while True:
                yield self.hold(random.expovariate(rate))
                Customer(env=self.env)

    Source(env=env)
    if horizon > 0:
        env.run(till=horizon)
    return found


main("salabim", mm1, funnel)
