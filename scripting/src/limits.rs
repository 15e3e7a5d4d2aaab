//! The interpreter, and every bound on what a plugin may spend. Nothing of the standard library comes
//! in unasked: no clock, no chance, no files, no output, no `eval`.

use rhai::packages::{
    ArithmeticPackage, BasicArrayPackage, BasicIteratorPackage, BasicMapPackage, BasicMathPackage,
    BasicStringPackage, LogicPackage, MoreStringPackage, Package,
};
use rhai::{Dynamic, Engine, EvalAltResult, ImmutableString, Position};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

/// The largest plugin file, in bytes.
pub const FILE_BYTES: usize = 256 * 1024;
/// Operations of one run. What decides: the same on every machine.
pub const OPERATIONS: u64 = 200_000;
/// Searches of the catalog in one run.
pub const SEARCHES: u32 = 100;
/// Time of one run: a backstop, looked at only past [`UNWATCHED`] operations.
pub const TIME: Duration = Duration::from_millis(50);
/// Operations that run without a look at the clock, so that an ordinary step never depends on it.
pub const UNWATCHED: u64 = 2_000;
/// Functions that call each other, levels.
pub const CALL_LEVELS: usize = 24;
/// Expressions and blocks in each other, levels.
pub const NESTING: usize = 32;
/// Letters of all strings of one value, in bytes.
pub const STRING_BYTES: usize = 256 * 1024;
/// Items of an array, those of arrays inside it among them.
pub const ARRAY_ITEMS: usize = 2_000;
/// Entries of a map, those of maps inside it among them.
pub const MAP_ENTRIES: usize = 5_000;
/// The longest text that a step may give back, in bytes.
pub const TEXT_BYTES: usize = 16 * 1024;
/// The longest list that a step may give back: the items past it are left out.
pub const LIST_ITEMS: usize = catalog::offer::AT_MOST;
/// As much of a catalog cell as a plugin sees, in characters.
pub const CELL_LETTERS: usize = 2_000;
/// Variables of one scope.
pub const VARIABLES: usize = 200;
/// Types, steps and examples that one file declares, each; and mistakes told of one file.
pub const DECLARED: usize = 500;
/// Functions of one file.
pub const FUNCTIONS: usize = 200;

/// Words that a plugin may not use: they run text, make output or look at the interpreter itself.
const FORBIDDEN: [&str; 8] = [
    "eval",
    "print",
    "debug",
    "Fn",
    "call",
    "curry",
    "is_def_fn",
    "is_def_var",
];

/// The interpreter with its bounds and language packages, without any function of torg's.
pub(crate) fn engine() -> Engine {
    let mut engine = Engine::new_raw();
    ArithmeticPackage::new().register_into_engine(&mut engine);
    LogicPackage::new().register_into_engine(&mut engine);
    BasicMathPackage::new().register_into_engine(&mut engine);
    BasicStringPackage::new().register_into_engine(&mut engine);
    MoreStringPackage::new().register_into_engine(&mut engine);
    BasicIteratorPackage::new().register_into_engine(&mut engine);
    BasicArrayPackage::new().register_into_engine(&mut engine);
    BasicMapPackage::new().register_into_engine(&mut engine);
    engine
        .set_max_operations(OPERATIONS)
        .set_max_call_levels(CALL_LEVELS)
        .set_max_expr_depths(NESTING, NESTING)
        .set_max_string_size(STRING_BYTES)
        .set_max_array_size(ARRAY_ITEMS)
        .set_max_map_size(MAP_ENTRIES)
        .set_max_variables(VARIABLES)
        .set_max_functions(FUNCTIONS)
        .set_strict_variables(true)
        .on_progress(|operations| {
            let late = operations > UNWATCHED
                && operations.is_multiple_of(64)
                && STARTED
                    .get()
                    .is_some_and(|started| started.elapsed() > TIME);
            late.then_some(Dynamic::UNIT)
        });
    engine
        .register_fn(
            "replace",
            |text: &mut ImmutableString, find: &str, with: &str| replace(text, find, with),
        )
        .register_fn(
            "replace",
            |text: &mut ImmutableString, find: char, with: &str| {
                replace(text, find.encode_utf8(&mut [0; 4]), with)
            },
        );
    for word in FORBIDDEN {
        engine.disable_symbol(word);
    }
    engine
}

/// The standard `replace` makes the whole result before any limit is looked at; this one counts first.
fn replace(text: &mut ImmutableString, find: &str, with: &str) -> Result<(), Box<EvalAltResult>> {
    let grown = text
        .matches(find)
        .count()
        .saturating_mul(with.len())
        .saturating_add(text.len());
    if grown > STRING_BYTES {
        return Err(EvalAltResult::ErrorDataTooLarge(
            "Length of string".to_owned(),
            Position::NONE,
        )
        .into());
    }
    *text = text.replace(find, with).into();
    Ok(())
}

thread_local! {
    /// When the run on this thread began: the interpreter hands its progress callback nothing to keep it in.
    static STARTED: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Runs with the clock of [`TIME`] set.
pub(crate) fn timed<T>(run: impl FnOnce() -> T) -> T {
    STARTED.set(Some(Instant::now()));
    let result = run();
    STARTED.set(None);
    result
}

/// A backstop: a fault inside the interpreter ends this run or this file, not the turn of another buyer.
pub(crate) fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}
