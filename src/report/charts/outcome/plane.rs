//! Points of many coordinates on paper: as they are if there are two, or else along the two directions in which they differ most (principal
//! components: Pearson 1901).

use crate::engine::math;

/// Enough steps of the power iteration for a picture.
const STEPS: usize = 300;

/// A plane on which points are drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plane {
    middle: Vec<f64>,
    directions: [Vec<f64>; 2],
    /// Whether the points had more coordinates than paper has.
    pub is_projected: bool,
}

impl Plane {
    /// The plane of these points, which have equally many coordinates.
    pub fn of(points: &[&[f64]]) -> Self {
        let coordinates = points.iter().map(|point| point.len()).min().unwrap_or(0);
        let unit = |place: usize| (0..coordinates).map(|at| f64::from(u8::from(at == place))).collect::<Vec<f64>>();
        if coordinates <= 2 {
            return Self { middle: vec![0.0; coordinates], directions: [unit(0), unit(1)], is_projected: false };
        }
        let count = points.len() as f64;
        let middle: Vec<f64> = (0..coordinates).map(|at| points.iter().map(|point| point[at]).sum::<f64>() / count).collect();
        let apart: Vec<Vec<f64>> = points.iter().map(|point| (0..coordinates).map(|at| point[at] - middle[at]).collect()).collect();
        let first = principal(&apart, None);
        let second = principal(&apart, Some(&first));
        Self { middle, directions: [first, second], is_projected: true }
    }

    /// Where a point is.
    pub fn at(&self, point: &[f64]) -> (f64, f64) {
        let [x, y] = [0, 1].map(|place: usize| {
            let direction = &self.directions[place];
            point.iter().zip(&self.middle).zip(direction).map(|((value, middle), along)| (value - middle) * along).sum()
        });
        (x, y)
    }
}

/// The direction in which points differ most, at right angles to another; its largest coordinate is positive.
fn principal(apart: &[Vec<f64>], but: Option<&[f64]>) -> Vec<f64> {
    let coordinates = apart.first().map_or(0, Vec::len);
    let dot = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let cleaned = |mut direction: Vec<f64>| {
        if let Some(but) = but {
            let along = dot(&direction, but);
            direction.iter_mut().zip(but).for_each(|(value, but)| *value -= along * but);
        }
        let length = math::sqrt(dot(&direction, &direction));
        if length < 1e-12 {
            return None;
        }
        direction.iter_mut().for_each(|value| *value /= length);
        Some(direction)
    };
    // A beginning that is at right angles to no axis; if it is, by chance, to all that differs, any other does.
    let begin = |shift: usize| (0..coordinates).map(|at| 1.0 / ((at + shift) % coordinates + 1) as f64).collect::<Vec<f64>>();
    let Some(mut direction) = (0..coordinates).find_map(|shift| cleaned(begin(shift))) else { return vec![0.0; coordinates] };
    for _ in 0..STEPS {
        let mut next = vec![0.0; coordinates];
        for point in apart {
            let along = dot(point, &direction);
            next.iter_mut().zip(point).for_each(|(value, coordinate)| *value += along * coordinate);
        }
        let Some(next) = cleaned(next) else { break };
        direction = next;
    }
    let largest =
        direction.iter().copied().fold(0.0, |largest: f64, value| if value.abs() > largest.abs() + 1e-9 { value } else { largest });
    if largest < 0.0 {
        direction.iter_mut().for_each(|value| *value = -*value);
    }
    direction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_coordinates_stay_as_they_are_and_one_is_a_line() {
        assert_eq!(Plane::of(&[&[0.3, 0.7], &[0.1, 0.2]]).at(&[0.3, 0.7]), (0.3, 0.7));
        assert_eq!(Plane::of(&[&[0.3]]).at(&[0.3]), (0.3, 0.0));
        assert_eq!(Plane::of(&[]).at(&[]), (0.0, 0.0));
    }

    /// Points on a cross in the plane of the first and third coordinate, four times as wide in the first.
    #[test]
    fn the_directions_are_those_in_which_points_differ_most() {
        let points: [&[f64]; 4] = [&[4.0, 5.0, 0.0], &[-4.0, 5.0, 0.0], &[0.0, 5.0, 1.0], &[0.0, 5.0, -1.0]];
        let plane = Plane::of(&points);
        let near = |(x, y): (f64, f64), (to_x, to_y): (f64, f64)| (x - to_x).abs() < 1e-6 && (y - to_y).abs() < 1e-6;
        assert!(plane.is_projected && near(plane.at(points[0]), (4.0, 0.0)) && near(plane.at(points[3]), (0.0, -1.0)), "{plane:?}");
        let same = Plane::of(&[&[1.0, 1.0, 1.0], &[1.0, 1.0, 1.0]]);
        assert_eq!(same.at(&[1.0, 1.0, 1.0]), (0.0, 0.0));
    }
}
