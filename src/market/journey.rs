//! A buying journey: one purchase inside a customer project, with the traits it has before anybody sells.

use super::need::{Point, fit};
use super::project::PurchaseInProject;
use crate::engine::{Purpose, Streams, math};
use crate::measure::{Account, SegmentAt};
use crate::scenario::customer::{GroupShape, Offering, Segment};

/// Most people in a buying group: a bound on memory.
pub const MOST_PEOPLE: usize = 16;

const TRAITS: Purpose = Purpose::named("journey traits");
const NEEDS: Purpose = Purpose::named("needs");
const RIVALS: Purpose = Purpose::named("rivals");

/// What is fixed about a journey from its beginning.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Journey {
    /// Number in the world, in the order in which projects appear; the same under every policy.
    pub number: u64,
    /// Key of its streams.
    pub key: u64,
    /// Position of its segment.
    pub segment: SegmentAt,
    /// Account in which it happens.
    pub account: Account,
    /// When it begins (hours).
    pub begins: f64,
    /// Scale of its needs, from the channel by which such customers come.
    pub fit_scale: f64,
    /// Scale of the gap between wants and needs.
    pub gap_scale: f64,
    /// What it is in its project.
    pub part: PurchaseInProject,
    /// Number of people.
    pub group_size: u8,
    /// Gross value of a perfect fit, in prices.
    pub gross_value: f64,
    /// Size of the deal: multiplies the price.
    pub deal_size: f64,
    /// When it is over if nothing was decided (hours).
    pub deadline: f64,
    /// When the project is stopped for reasons of its own (hours).
    pub stops: f64,
    /// Bar that the best rival sets, in prices; minus infinity without rivals.
    pub rival_bar: f64,
    /// When a rival closes it by itself (hours); infinity if none does.
    pub rival_closes: f64,
    /// Whether a mutual benefit is possible.
    pub possible: bool,
    /// Customer surplus and our margin with the best offering at list price, in prices.
    pub joint_surplus: f64,
    /// The same in EUR where a mutual benefit is possible, with the offering that brings most of it; else 0.
    pub mutual_value: f64,
}

/// Where a journey comes from: what the world knows before its traits are drawn.
#[derive(Debug, Clone, Copy)]
pub struct Origin {
    /// Number in the world.
    pub number: u64,
    /// Key of its streams.
    pub key: u64,
    /// Position of its segment.
    pub segment: SegmentAt,
    /// Account.
    pub account: Account,
    /// When it begins (hours).
    pub begins: f64,
    /// When its project is stopped (hours).
    pub stops: f64,
    /// Scale of needs.
    pub fit_scale: f64,
    /// Scale of the gap between wants and needs.
    pub gap_scale: f64,
    /// What it is in its project.
    pub part: PurchaseInProject,
    /// Size of the deal where the input says.
    pub deal_size: Option<f64>,
    /// Size of its deal otherwise, of what is usual in the segment.
    pub size_factor: f64,
}

/// What `possible` is judged by beside the journey: the least that a deal takes (guide: model, section 7).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeastEffort {
    /// Customer's cost of their least hours, EUR.
    pub customer_cost: f64,
    /// Share of value realised with help in adopting.
    pub adoption: f64,
}

impl Journey {
    /// Draws the traits of a journey.
    pub fn draw(streams: &Streams, origin: Origin, segment: &Segment, offerings: &[Offering], least: LeastEffort) -> Self {
        let mut traits = streams.stream(TRAITS, origin.key, 0);
        let group_size = draw_group_size(&mut traits, segment);
        let gross_value = traits.log_normal(segment.gross_value_median, segment.gross_value_sigma);
        let drawn_size = traits.log_normal(segment.deal_size_median, segment.deal_size_sigma);
        let deadline = if segment.deadline_days_median > 0.0 {
            origin.begins + 24.0 * traits.log_normal(segment.deadline_days_median, segment.deadline_sigma)
        } else {
            f64::INFINITY
        };
        let mut journey = Self {
            number: origin.number,
            key: origin.key,
            segment: origin.segment,
            account: origin.account,
            begins: origin.begins,
            fit_scale: origin.fit_scale,
            gap_scale: origin.gap_scale,
            part: origin.part,
            group_size,
            gross_value,
            deal_size: origin.deal_size.unwrap_or(drawn_size * origin.size_factor),
            deadline,
            stops: origin.stops,
            rival_bar: f64::NEG_INFINITY,
            rival_closes: f64::INFINITY,
            possible: false,
            joint_surplus: 0.0,
            mutual_value: 0.0,
        };
        journey.draw_rivals(streams, segment);
        journey.judge_possible(streams, segment, offerings, least);
        journey
    }

    /// Needs of the people, in order: correlated around the customer's common need.
    pub fn needs(&self, streams: &Streams, segment: &Segment, mut each: impl FnMut(Point)) {
        let mut stream = streams.stream(NEEDS, self.key, 0);
        let spread = segment.need_spread * self.fit_scale;
        let common = Point::normal(&mut stream).scaled_plus(spread * math::sqrt(segment.need_correlation), Point::default());
        let own = spread * math::sqrt(1.0 - segment.need_correlation);
        for _ in 0..self.group_size {
            each(Point::normal(&mut stream).scaled_plus(own, common));
        }
    }

    /// Share of the gross value that an offering realises: the mean over the people of the fit to each one's true need.
    pub fn realised_fit(&self, streams: &Streams, segment: &Segment, offering: Point) -> f64 {
        let mut sum = 0.0;
        self.needs(streams, segment, |need| sum += fit(need.distance_squared(offering)));
        sum / self.group_size as f64
    }

    /// When it is over at the latest, if we do nothing (hours).
    pub fn closes(&self) -> f64 {
        self.deadline.min(self.stops).min(self.rival_closes)
    }

    fn draw_rivals(&mut self, streams: &Streams, segment: &Segment) {
        if segment.rivals_mean <= 0.0 {
            return;
        }
        let mut stream = streams.stream(RIVALS, self.key, 0);
        let lifetime = if self.deadline.is_finite() { self.deadline - self.begins } else { 24.0 * segment.rival_days };
        // No more than fifty are looked at: a bound on time.
        for _ in 0..stream.poisson(segment.rivals_mean).min(50) {
            let place = Point::normal(&mut stream).scaled_plus(segment.need_spread, Point::default());
            let bar = self.gross_value * fit(place.distance_squared(Point::default())) - 1.0 - segment.rival_handicap;
            self.rival_bar = self.rival_bar.max(bar);
            let closes = stream.chance(segment.rival_closes);
            let at = self.begins + lifetime * (segment.rival_closes_from + (1.0 - segment.rival_closes_from) * stream.uniform());
            if closes {
                self.rival_closes = self.rival_closes.min(at);
            }
        }
    }

    fn judge_possible(&mut self, streams: &Streams, segment: &Segment, offerings: &[Offering], least: LeastEffort) {
        let mut best = f64::NEG_INFINITY;
        for offering in offerings {
            let fit = self.realised_fit(streams, segment, Point::new(offering.fit_x, offering.fit_y));
            let effort = least.customer_cost / (offering.price * self.deal_size);
            let adoption = offering.adoption_base + (1.0 - offering.adoption_base) * least.adoption;
            let surplus = self.gross_value * fit * adoption - 1.0 - effort;
            let margin = margin_share(offering, fit);
            // The project's own dates: nothing that anybody does.
            let in_time = self.stops > self.part.completes.max(self.begins + 24.0 * offering.delivery_days);
            if surplus > 0.0 && margin > 0.0 && in_time {
                self.possible = true;
                self.mutual_value = self.mutual_value.max((surplus + margin) * offering.price * self.deal_size);
            }
            best = best.max(surplus + margin);
        }
        self.joint_surplus = best;
    }
}

/// Margin in prices before discounts: one less the cost to deliver at this realised fit.
pub fn margin_share(offering: &Offering, fit: f64) -> f64 {
    let misfit_squared = -2.0 * math::ln(fit.max(1e-300));
    1.0 - offering.delivery_cost_share - offering.misfit_cost_share * misfit_squared
}

fn draw_group_size(stream: &mut crate::engine::Stream, segment: &Segment) -> u8 {
    let size = match segment.group_size_shape {
        GroupShape::Fixed => segment.group_size_mean.round() as u64,
        GroupShape::Poisson => 1 + stream.poisson(segment.group_size_mean - 1.0),
    };
    size.clamp(1, MOST_PEOPLE as u64) as u8
}
