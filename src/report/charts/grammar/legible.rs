//! What tests ask of every chart.

use super::font;
use super::picture::Chart;

/// Every chart has more than so many texts, none of which is cut off or covers another. Charts are kept where `WINFLOW_CHARTS` says, to be
/// looked at.
pub(crate) fn legible(charts: &[Chart], least: usize, subject: &str) {
    for chart in charts {
        keep(chart, subject);
        let (boxes, width) = font::text_boxes(&chart.svg).expect("the chart is an SVG");
        assert!(boxes.len() > least, "{} of {subject}: {} texts", chart.name, boxes.len());
        for (place, (text, here)) in boxes.iter().enumerate() {
            let inside = here.left() >= 0.0 && here.right() <= width && here.top() >= 0.0;
            assert!(inside, "{} of {subject}: {text:?} is cut off", chart.name);
            let covered = boxes[..place].iter().find(|(_, other)| here.intersect(other).is_some());
            assert!(covered.is_none(), "{} of {subject}: {text:?} covers {:?}", chart.name, covered.map(|(text, _)| text));
        }
    }
}

fn keep(chart: &Chart, subject: &str) {
    let Some(folder) = std::env::var_os("WINFLOW_CHARTS") else { return };
    let subject: String = subject.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
    std::fs::write(std::path::Path::new(&folder).join(format!("{subject}-{}.png", chart.name)), &chart.png).expect("written");
}
