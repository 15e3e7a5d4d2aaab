//! The machine itself: one core's speed at hashing, and how often it makes a small write durable.

use super::{BenchError, Figure};
use std::fs::File;
use std::io::Write;
use std::time::{Duration, Instant};

/// How long each measurement runs.
const FOR: Duration = Duration::from_secs(1);

pub(super) fn run() -> Result<Vec<Figure>, BenchError> {
    Ok(vec![
        Figure::new("machine", "blake3 on one core", hash_rate(), "MB/s"),
        Figure::new("machine", "fdatasync of 4 KB", sync_rate()?, "1/s"),
    ])
}

fn hash_rate() -> f64 {
    let block = vec![7_u8; 1 << 20];
    let begin = Instant::now();
    let mut blocks = 0_u32;
    while begin.elapsed() < FOR {
        std::hint::black_box(blake3::hash(&block));
        blocks += 1;
    }
    f64::from(blocks) * 1.048_576 / begin.elapsed().as_secs_f64()
}

/// How many times a second 4 KB are appended and made durable.
pub(super) fn sync_rate() -> Result<f64, BenchError> {
    let folder = tempfile::tempdir()?;
    let mut file = File::create(folder.path().join("log"))?;
    let block = [1_u8; 4096];
    let begin = Instant::now();
    let mut syncs = 0_u32;
    while begin.elapsed() < FOR {
        file.write_all(&block)?;
        file.sync_data()?;
        syncs += 1;
    }
    Ok(f64::from(syncs) / begin.elapsed().as_secs_f64())
}
