//! attend
#![allow(missing_docs)]
pub mod problem;
pub mod yaml;
pub mod schedule;
pub mod source;
