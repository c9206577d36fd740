//! One recording from beginning to end.
use crate::engine;
use crate::exit::{signal_name, Ending, Failure, RECORDER_FAILED};
use crate::launch::child::{self, Outcome, Waiting};
use crate::launch::{limits, probe, program};
use crate::options::{EngineChoice, Options, RedactChoice};
use crate::recording::{host, monotonic_now, symbols, Recording};
use crate::session::hub::{Hub, Settings};
use crate::session::registry::Registry;
use crate::session::socket::{self, Folder};
use crate::status::Status;
use crate::supervise::signals::{self, Control};
use crate::supervise::Supervisor;
use ffiscope_tracefile::{Counts, Coverage, End, Exit, Place, Redact, Untraced, ValuesKept, Writer};
use ffiscope_wire::session::engine as engine_kind;
use nix::sys::signal::SigSet;
use serde_json::json;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{mpsc, Arc};
use std::thread::{Builder, JoinHandle};

/// What was found out before anything was started.
struct Plan {
    program: PathBuf,
    /// `wire::session::engine` value.
    engine: u32,
    ptrace: bool,
    /// When the recording began, on the monotonic clock: the moment that the file says it started at.
    epoch: u64,
}

/// The exit status of the recorder.
pub fn run(options: &Options) -> i32 {
    let status = Arc::new(Status::open(options.status_fd));
    match record(options, &status) {
        Ok(code) => code,
        Err(failure) => {
            status.failed(&failure.to_string());
            RECORDER_FAILED
        }
    }
}

fn record(options: &Options, status: &Arc<Status>) -> Result<i32, Failure> {
    let plan = plan(options, status)?;
    let new_file = !options.out.exists();
    let mut writer = Writer::create(&options.out).map_err(refused)?;
    if options.no_index {
        writer.without_index();
    }
    if let Some(how) = options.redact {
        writer.redact(match how {
            RedactChoice::Omit => Redact::Omit,
            RedactChoice::Hash => Redact::hash(),
        });
    }
    writer.info(&host::info(options, &plan.program, engine_name(plan.engine)));
    match follow(options, &plan, writer, status) {
        Err(failure) => {
            if new_file {
                let _ = std::fs::remove_file(&options.out);
            }
            Err(failure)
        }
        done => done,
    }
}

fn plan(options: &Options, status: &Status) -> Result<Plan, Failure> {
    let program = program::find(&options.command[0])?;
    limits::file_size()?;
    let ptrace = probe::ptrace();
    let mut engine = match options.engine {
        EngineChoice::Fast => engine_kind::FAST,
        EngineChoice::Step => engine_kind::STEP,
    };
    if let Err(forbidden) = &ptrace {
        let (why, way_out) = (&forbidden.why, &forbidden.way_out);
        if engine == engine_kind::STEP && !options.allow_untraced {
            let way_out =
                format!("{way_out}; or record with --engine fast, or run without tracing with --allow-untraced");
            return Err(Failure::new("the step engine needs ptrace", why, way_out));
        }
        let missing = match engine {
            engine_kind::STEP => "the program runs untraced",
            _ => "crashes are recorded without registers and stack, and stops are not followed",
        };
        status.warning(&format!("ptrace is not available: {why}; {missing}; {way_out}"));
        if engine == engine_kind::STEP {
            engine = engine_kind::NONE;
        }
    }
    if let Err(error) = engine::create(engine, false) {
        if !options.allow_untraced {
            let way_out = "or run without tracing with --allow-untraced";
            return Err(Failure::new(format!("the {} engine", options.engine.name()), format!("{error:#}"), way_out));
        }
        status.warning(&format!("the program runs untraced: {error:#}"));
        engine = engine_kind::NONE;
    }
    Ok(Plan { program, engine, ptrace: ptrace.is_ok(), epoch: monotonic_now() })
}

fn engine_name(engine: u32) -> &'static str {
    match engine {
        engine_kind::STEP => "step",
        engine_kind::FAST => "fast",
        _ => "none",
    }
}

fn refused(error: ffiscope_tracefile::WriteError) -> Failure {
    let what = format!("{}: {}", error.path.display(), error.what);
    Failure::new(what, error.why, error.way_out)
}

fn internal(what: &str) -> impl Fn(anyhow::Error) -> Failure + '_ {
    move |error| Failure::new(what, format!("{error:#}"), "run the program without the recorder to go on")
}

/// Threads and sockets of a recording, ended in order.
struct Machinery {
    control: Arc<Control>,
    registry: Arc<Registry>,
    recording: Arc<Recording>,
    stop_hub: OwnedFd,
    hub: JoinHandle<()>,
    signals: JoinHandle<()>,
    symbols: JoinHandle<()>,
}

fn follow(options: &Options, plan: &Plan, writer: Writer, status: &Arc<Status>) -> Result<i32, Failure> {
    let folder = Folder::create().map_err(internal("the control socket"))?;
    let listener = socket::listen(&folder.socket()).map_err(internal("the control socket"))?;
    let inherited = signals::block().map_err(|error| internal("the recorder's signals")(error.into()))?;
    signals::end_with_parent();
    let waiting = launch(options, plan, &folder.socket(), inherited)?;
    let pid = waiting.pid.as_raw();
    let machinery = Machinery::start(options, plan, writer, status, listener).map_err(internal("the recorder"))?;
    status.started(
        pid,
        &plan.program.to_string_lossy(),
        &options.out.to_string_lossy(),
        engine_name(plan.engine),
        plan.ptrace,
    );
    let outcome = waiting.go();
    machinery.control.program.store(pid, Ordering::Release);
    let mut supervisor =
        Supervisor::new(pid, machinery.control.clone(), machinery.recording.clone(), machinery.registry.clone());
    if plan.engine == engine_kind::FAST {
        supervisor.reserve_places();
    }
    let ending = supervisor.run();
    // Naming what was recorded may go on for a moment: that is not the program's time.
    let duration = machinery.recording.now();
    let executed = supervisor.executed;
    supervisor.linger();
    drop(supervisor);
    let recording = machinery.stop().map_err(internal("the recorder"))?;
    check_executed(outcome, executed, &plan.program)?;
    Ok(finish(options, plan, recording, (ending, duration), status))
}

fn launch(options: &Options, plan: &Plan, socket: &Path, inherited: SigSet) -> Result<Waiting, Failure> {
    let waiting = child::start(options, &plan.program, socket, inherited).map_err(internal("starting the program"))?;
    if plan.ptrace {
        probe::seize(waiting.pid).map_err(|error| internal("tracing the program")(error.into()))?;
    }
    Ok(waiting)
}

/// A child that ended without having executed tells why.
fn check_executed(outcome: Outcome, executed: bool, program: &Path) -> Result<(), Failure> {
    if executed {
        Ok(())
    } else {
        outcome.check(program)
    }
}

impl Machinery {
    fn start(
        options: &Options,
        plan: &Plan,
        mut writer: Writer,
        status: &Arc<Status>,
        listener: OwnedFd,
    ) -> anyhow::Result<Self> {
        let (sender, requests) = mpsc::channel();
        writer.start_thread();
        let recording = Arc::new(Recording::new(writer, status.clone(), sender, plan.epoch));
        let registry = Arc::new(Registry::default());
        let control = Arc::new(Control::default());
        let (ended, stop_hub) = rustix::pipe::pipe_with(rustix::pipe::PipeFlags::CLOEXEC)?;
        let settings = Settings {
            engine: plan.engine,
            snapshot_limit: options.snapshot_limit,
            values: options.values > 0 && options.redact.is_none(),
            isolate: !options.no_isolate,
            allocations: options.allocations as u32,
            ptraced: plan.ptrace,
        };
        let hub = Hub::new(listener, ended, settings, recording.clone(), registry.clone())?;
        let hub = Builder::new().name("hub".into()).spawn(move || hub.run())?;
        let for_symbols = Arc::downgrade(&recording);
        let symbols = Builder::new().name("symbols".into()).spawn(move || symbols::run(&requests, &for_symbols))?;
        let (for_signals, watched) = (recording.clone(), control.clone());
        let signals = Builder::new().name("signals".into()).spawn(move || signals::run(&watched, &for_signals))?;
        Ok(Self { control, registry, recording, stop_hub, hub, signals, symbols })
    }

    /// Everything is read, every thread has ended; the recording is only ours.
    fn stop(self) -> anyhow::Result<Recording> {
        drop(self.stop_hub);
        let hub = self.hub.join();
        self.recording.close_symbols();
        let symbols = self.symbols.join();
        self.control.finished.store(true, Ordering::Release);
        signals::wake(&self.signals);
        let signals = self.signals.join();
        drop(self.registry);
        if hub.is_err() || symbols.is_err() || signals.is_err() {
            self.recording.fail("a part of the recorder failed (a bug); the recording may be incomplete");
        }
        Arc::into_inner(self.recording).ok_or_else(|| anyhow::anyhow!("a thread of the recorder did not end"))
    }
}

/// Writes the end of the file; the exit status.
fn finish(
    options: &Options,
    plan: &Plan,
    recording: Recording,
    (ending, duration): (Ending, u64),
    status: &Status,
) -> i32 {
    recording.check_writer();
    let code = exit_code(&recording, ending);
    let signal = if let Ending::Signalled(signal) = ending { Some(signal_name(signal)) } else { None };
    let end = end_of(&recording, plan, (ending, duration), code, signal.clone());
    let mut failed = recording.has_failed();
    let (calls, accesses) = {
        let writer = recording.writer();
        (writer.calls(), writer.accesses())
    };
    let mut bytes = 0;
    let mut file = options.out.clone();
    match recording.into_writer().finish(&end) {
        Ok(written) => {
            bytes = written.bytes;
            file = settled(written.place, file, status);
        }
        Err(error) => {
            status.warning(&error.to_string());
            failed = true;
        }
    }
    let code = if failed { RECORDER_FAILED } else { code };
    status.end(json!({
        "type": "end", "file": file.to_string_lossy(), "calls": calls, "accesses": accesses, "bytes": bytes,
        "code": code, "signal": signal, "complete": !failed,
    }));
    code
}

/// Where the recording lies in the end; said when that is not where it was begun.
fn settled(place: Place, begun: PathBuf, status: &Status) -> PathBuf {
    let (file, what) = match place {
        Place::Same => return begun,
        Place::Moved(file) => (file, "was given another name"),
        Place::Rescued(file) => (file, "was removed or replaced"),
    };
    status.warning(&format!("{} {what} while it was written; the recording is in {}", begun.display(), file.display()));
    file
}

/// A registered code replaces the program's own, but not a death by signal.
fn exit_code(recording: &Recording, ending: Ending) -> i32 {
    match (ending, recording.retcode()) {
        (Ending::Exited(_), Some(retcode)) => retcode.code & 0xff,
        _ => ending.status(),
    }
}

fn end_of(
    recording: &Recording,
    plan: &Plan,
    (ending, duration): (Ending, u64),
    code: i32,
    signal: Option<String>,
) -> End {
    let malformed = recording.malformed.load(Ordering::Relaxed);
    if malformed > 0 {
        recording.gap("records that could not be read", malformed);
    }
    if plan.engine == engine_kind::NONE {
        recording.gap("the whole program: it could not be traced", 1);
    }
    let retcode = recording.retcode();
    let native = if let Ending::Exited(native) = ending { Some(native) } else { None };
    let untraced = recording.gaps().into_iter().map(|(what, count)| Untraced { what, count });
    End {
        exit: Exit {
            code: signal.is_none().then_some(code),
            signal,
            native,
            override_code: retcode.map(|retcode| retcode.code),
            override_site: retcode.map(|retcode| retcode.site),
        },
        counts: Counts {
            threads: crate::recording::ids::Ids::taken(&recording.ids.threads),
            processes: crate::recording::ids::Ids::taken(&recording.ids.processes),
            ..Counts::default()
        },
        coverage: Coverage { untraced: untraced.collect(), dropped: 0 },
        duration,
        crash: recording.crash(),
        values: ValuesKept::default(),
    }
}
