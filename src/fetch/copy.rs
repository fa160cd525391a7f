//! The last good copy of an address: one file, so that it is whole or not there.
//!
//! A line of JSON says where it comes from, what the server called it and how many events were in
//! it; the body follows as it came. A copy that is damaged counts as none.

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::files;
use crate::source;

/// The version of the file format. Copies of other versions are not read.
const FORMAT: u32 = 1;

/// More than the first line ever has.
const MAX_HEAD: usize = 64 * 1024;

/// A body that was good, and what is known of it.
#[derive(Clone, Debug)]
pub(super) struct Copy {
    pub(super) head: Head,
    pub(super) body: Vec<u8>,
}

/// What is known of a body.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Head {
    attend: u32,
    url: String,
    pub(super) etag: Option<String>,
    pub(super) last_modified: Option<String>,
    /// When the server gave it, or said that it is still right.
    pub(super) confirmed: DateTime<Utc>,
    pub(super) events: usize,
    hash: String,
}

impl Copy {
    /// A new copy of an address.
    pub(super) fn new(url: &str, body: Vec<u8>, now: DateTime<Utc>, events: usize) -> Copy {
        let head = Head {
            attend: FORMAT,
            url: super::shown(url),
            etag: None,
            last_modified: None,
            confirmed: now,
            events,
            hash: hash(&body),
        };
        Copy { head, body }
    }

    /// The copy of an address, if there is one and it is whole.
    pub(super) fn load(folder: &Path, url: &str) -> Option<Copy> {
        let path = path(folder, url);
        if files::is_odd(&path) {
            return None;
        }
        let bytes = files::read(&path, "the copy", source::MAX_BYTES + MAX_HEAD).ok()?;
        let end = bytes.iter().take(MAX_HEAD).position(|&byte| byte == b'\n')?;
        let head: Head = serde_json::from_slice(&bytes[..end]).ok()?;
        let body = bytes[end + 1..].to_vec();
        let good =
            head.attend == FORMAT && head.url == super::shown(url) && head.hash == hash(&body);
        good.then_some(Copy { head, body })
    }

    /// Puts the copy in the place of the old one.
    ///
    /// # Errors
    /// When it cannot be written; the old one is then as it was.
    pub(super) fn store(&self, folder: &Path, url: &str) -> Result<(), Error> {
        let path = path(folder, url);
        let name = path.display().to_string();
        if let Some(folder) = path.parent() {
            files::make_folder(folder, &name)?;
        }
        if files::is_odd(&path) {
            let source = io::Error::new(io::ErrorKind::InvalidInput, "it is no file");
            return Err(Error::Write { file: name, source });
        }
        // The keys are texts and the writer is a vector: this cannot fail.
        let mut bytes = serde_json::to_vec(&self.head).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend_from_slice(&self.body);
        files::write(&path, &name, bytes)
    }

    /// Whether a body is the same as this one.
    pub(super) fn is(&self, body: &[u8]) -> bool {
        self.head.hash == hash(body)
    }
}

fn path(folder: &Path, url: &str) -> PathBuf {
    folder.join("schedules").join(hash(url.as_bytes()))
}

/// 128-bit FNV-1a. It has to tell downloads apart and to find damage; nobody gains anything by a
/// collision, since the address is compared as well.
fn hash(bytes: &[u8]) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for &byte in bytes {
        hash ^= u128::from(byte);
        hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://example.org/schedule.xml";

    #[test]
    fn a_copy_is_read_back_whole_or_not_at_all() {
        let folder = tempfile::TempDir::new().unwrap();
        let now = "2026-12-01T10:00:00Z".parse().unwrap();
        assert!(Copy::load(folder.path(), URL).is_none());
        let mut copy = Copy::new(URL, b"a\n\xff\n".to_vec(), now, 7);
        copy.head.etag = Some("\"x\"".to_owned());
        copy.store(folder.path(), URL).unwrap();
        let back = Copy::load(folder.path(), URL).unwrap();
        assert_eq!((&back.body, back.head.events), (&b"a\n\xff\n".to_vec(), 7));
        assert_eq!(back.head.etag.as_deref(), Some("\"x\""));
        assert!(Copy::load(folder.path(), "https://example.org/other").is_none());

        let path = path(folder.path(), URL);
        let whole = files::read(&path, "", 10_000).unwrap();
        for damaged in [&whole[..whole.len() - 1], &whole[..20], b"", b"\n", &[0; 40]] {
            files::write(&path, "", damaged).unwrap();
            assert!(Copy::load(folder.path(), URL).is_none(), "{damaged:?}");
        }
    }

    #[test]
    fn no_address_leads_out_of_the_folder() {
        for url in ["https://a.org/../../etc/passwd", "../../x", "/etc/passwd", "", "\0", "a/b\\c"]
        {
            let path = path(Path::new("cache"), url);
            let name = path.strip_prefix("cache/schedules").unwrap().to_str().unwrap();
            assert_eq!((name.len(), name.find(|c: char| !c.is_ascii_hexdigit())), (32, None));
        }
    }

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(hash(b""), "6c62272e07bb014262b821756295c58d");
        assert_eq!(hash(b"foobar"), "343e1662793c64bf6f0d3597ba446f18");
    }
}
