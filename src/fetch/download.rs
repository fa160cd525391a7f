//! Whether a download is taken, or the last good copy.

use crate::error::{Error, Fault};
use crate::source::{self, Read};

use super::copy::Copy;
use super::http::{self, Question, Reply};
use super::{Age, Fetch, Fetched, Mode, Remark, shown};

/// Reads the schedule at a web address.
///
/// # Errors
/// [`Error::Download`] or [`Error::Input`] when it gives none and there is no good copy.
pub fn schedule(fetch: &Fetch<'_>) -> Result<Fetched, Error> {
    let copy = fetch.cache.and_then(|folder| Copy::load(folder, fetch.url));
    let fault = match fetch.mode {
        Mode::Offline => Fault::NoCopy,
        Mode::Usual => match fetch.download(copy.as_ref()) {
            Ok(fetched) => return Ok(fetched),
            Err(fault) => fault,
        },
        // Without a copy there is nothing to compare with and nothing to fall back on.
        Mode::Force => return fetch.download(None).map_err(|fault| fetch.error(fault)),
    };
    match copy.and_then(|copy| fetch.read_copy(&copy, &fault)) {
        Some(fetched) => Ok(fetched),
        None => Err(fetch.error(fault)),
    }
}

impl Fetch<'_> {
    /// What the network gives, if it is good.
    fn download(&self, copy: Option<&Copy>) -> Result<Fetched, Fault> {
        let question = Question {
            url: self.url,
            etag: copy.and_then(|copy| copy.head.etag.as_deref()),
            last_modified: copy.and_then(|copy| copy.head.last_modified.as_deref()),
            limits: self.limits,
        };
        let (body, etag, last_modified) = match (http::get(&question)?, copy) {
            (Reply::Same, None) => return Err(Fault::NothingToConfirm),
            (Reply::Same, Some(copy)) => {
                let head = copy.head.clone();
                return self.unchanged(copy, head.etag, head.last_modified);
            }
            // Some servers never say 304, and some give each copy a new tag.
            (Reply::Body { bytes, etag, last_modified }, Some(copy)) if copy.is(&bytes) => {
                return self.unchanged(copy, etag, last_modified);
            }
            (Reply::Body { bytes, etag, last_modified }, _) => (bytes, etag, last_modified),
        };
        if body.iter().all(u8::is_ascii_whitespace) {
            return Err(Fault::Empty);
        }
        let read = source::read(&body, self.hints).map_err(Fault::NotASchedule)?;
        let now = read.schedule.events().len();
        if let Some(before) = copy.map(|copy| copy.head.events)
            && now * 2 < before
        {
            return Err(Fault::Shrunk { before, now });
        }
        let mut remarks = vec![Remark::New(body.len())];
        let mut copy = Copy::new(self.url, body, self.now, now);
        copy.head.etag = etag;
        copy.head.last_modified = last_modified;
        remarks.extend(self.keep(&copy));
        Ok(Fetched { read, remarks })
    }

    /// The copy, which is still right.
    fn unchanged(
        &self,
        copy: &Copy,
        etag: Option<String>,
        last_modified: Option<String>,
    ) -> Result<Fetched, Fault> {
        let read = source::read(&copy.body, self.hints).map_err(Fault::NotASchedule)?;
        let mut remarks = vec![Remark::Unchanged(self.age(copy))];
        let mut confirmed = copy.clone();
        confirmed.head.etag = etag;
        confirmed.head.last_modified = last_modified;
        confirmed.head.confirmed = self.now;
        remarks.extend(self.keep(&confirmed));
        Ok(Fetched { read, remarks })
    }

    /// The copy in place of a download, if it can be read.
    fn read_copy(&self, copy: &Copy, fault: &Fault) -> Option<Fetched> {
        let read: Read = source::read(&copy.body, self.hints).ok()?;
        let age = self.age(copy);
        let remark = match fault {
            Fault::NoCopy => Remark::Offline(age),
            fault => Remark::Kept(fault.clone(), age),
        };
        Some(Fetched { read, remarks: vec![remark] })
    }

    fn keep(&self, copy: &Copy) -> Option<Remark> {
        let stored = copy.store(self.cache?, self.url);
        match stored {
            Ok(()) => None,
            Err(Error::Write { source, file }) => {
                Some(Remark::NotKept(format!("cannot write {file}: {source}")))
            }
            Err(other) => Some(Remark::NotKept(other.to_string())),
        }
    }

    fn age(&self, copy: &Copy) -> Age {
        Age { then: copy.head.confirmed, now: self.now }
    }

    fn error(&self, fault: Fault) -> Error {
        match fault {
            Fault::NotASchedule(problems) => Error::Input { file: shown(self.url), problems },
            fault => Error::Download { url: shown(self.url), fault },
        }
    }
}
