//! The INFO block: program, machine, engine.
use crate::options::Options;
use ffiscope_tracefile::{Host, Info, ValuesLimit};
use std::path::Path;

pub fn info(options: &Options, program: &Path, engine: &str) -> Info {
    Info {
        program: program.to_string_lossy().into_owned(),
        args: options.command.iter().skip(1).map(|text| text.to_string_lossy().into_owned()).collect(),
        cwd: std::env::current_dir().unwrap_or_default().to_string_lossy().into_owned(),
        host: host(),
        engine: engine.to_owned(),
        recorder: env!("CARGO_PKG_VERSION").to_owned(),
        started: utc_now(),
        snapshot_limit: options.snapshot_limit,
        values: ValuesLimit { limit: options.values },
    }
}

fn host() -> Host {
    let system = rustix::system::uname();
    let text = |part: &std::ffi::CStr| part.to_string_lossy().into_owned();
    Host {
        os: text(system.sysname()).to_lowercase(),
        kernel: text(system.release()),
        cpu: cpu_name().unwrap_or_else(|| text(system.machine())),
        node: None,
    }
}

fn cpu_name() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    line.split_once(':').map(|(_, name)| name.trim().to_owned())
}

/// ISO 8601 with milliseconds.
fn utc_now() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let (year, month, day) = civil_date((now.as_secs() / 86_400) as i64);
    let second = now.as_secs() % 86_400;
    let (hours, minutes, seconds) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}.{:03}Z", now.subsec_millis())
}

/// Year, month, day of a day counted from 1970-01-01, in the Gregorian calendar. Years are counted from March, so that
/// the leap day is the last day of a year.
fn civil_date(day: i64) -> (i64, i64, i64) {
    let from_march_0 = day + 719_468;
    let era = from_march_0.div_euclid(146_097);
    let day_of_era = from_march_0.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day_of_month)
}

#[cfg(test)]
mod tests {
    use super::civil_date;

    #[test]
    fn days_become_dates() {
        assert_eq!(civil_date(0), (1970, 1, 1));
        assert_eq!(civil_date(19_782), (2024, 2, 29));
        assert_eq!(civil_date(20_453), (2025, 12, 31));
    }
}
