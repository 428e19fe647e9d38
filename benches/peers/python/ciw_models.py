"""The models on Ciw: networks of queues, described and not programmed."""

import ciw
from workloads import (FIRST_GOES_ON, FIRST_MEAN, MU, PATIENCE, SECOND_GOES_ON, SIGMA, THIRD_GOES_BACK, THIRD_MEAN,
                       THIRD_SHAPE, Found, main)


def mm1(customers):
    found = Found()
    if customers == 0:
        return found
    network = ciw.create_network(arrival_distributions=[ciw.dists.Exponential(0.9)],
                                 service_distributions=[ciw.dists.Exponential(1.0)], number_of_servers=[1])
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Finish")
    for person in simulation.nodes[-1].all_individuals:
        for record in person.data_records:
            found.events += 2
            found.finished += 1
            found.total += record.exit_date - record.arrival_date
    return found


def funnel(rate, servers, horizon):
    found = Found()
    if horizon == 0:
        return found
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate), None, None],
        service_distributions=[ciw.dists.Exponential(1.0 / FIRST_MEAN), ciw.dists.Lognormal(MU, SIGMA),
                               ciw.dists.Gamma(THIRD_SHAPE, THIRD_MEAN / THIRD_SHAPE)],
        routing=[[0.0, FIRST_GOES_ON, 0.0], [0.0, 0.0, SECOND_GOES_ON], [0.0, THIRD_GOES_BACK, 0.0]],
        reneging_time_distributions=[None, ciw.dists.Exponential(1.0 / PATIENCE[1]), ciw.dists.Exponential(1.0 / PATIENCE[2])],
        number_of_servers=list(servers))
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(horizon)
    for person in simulation.get_all_individuals():
        found.events += 1 + len(person.data_records)
        if person.data_records:
            last = person.data_records[-1]
            if last.node == 3 and last.record_type == "service" and last.destination == -1:
                found.finished += 1
                found.total += last.exit_date - person.data_records[0].arrival_date
    return found


main("ciw", mm1, funnel)
