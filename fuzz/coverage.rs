//! libFuzzer's way into a target: the one that has the name of the program.
#![no_main]

mod mutate;
mod seeds;
#[expect(dead_code, reason = "their shares are for a run of all of them")]
mod targets;
mod words;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let target = targets::TARGETS.iter().find(|target| target.name == env!("CARGO_BIN_NAME"));
    let Some(target) = target else { panic!("there is no such target") };
    if let Err(wrong) = (target.run)(input) {
        panic!("{wrong}");
    }
});
