//! The only module that touches the disk.

use std::fs::{self, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

use crate::error::Error;

/// What neighbours are called, with six letters and digits between.
const NEIGHBOUR: (&str, &str) = (".attend-", ".part");
/// Nobody writes a file for so long: a neighbour of this age is what a killed run has left.
const ABANDONED: Duration = Duration::from_secs(3600);
/// The most links that are followed one after the other, as systems do it.
const MOST_LINKS: usize = 40;

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// [`Error::Read`] when it cannot be read or is longer.
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
pub fn read(path: &Path, name: &str, limit: usize) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { file: name.to_owned(), source };
    let there = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound if path.is_symlink() => {
            io::Error::new(io::ErrorKind::NotFound, "it is a link to a file that is not there")
        }
        _ => error,
    });
    if there.map_err(failed)?.is_dir() {
        return Err(failed(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
    }
    let file = fs::File::open(path).map_err(failed)?;
    read_at_most(file, name, limit)
}

/// Reads a stream of at most `limit` bytes.
///
/// # Errors
/// [`Error::Read`] when it cannot be read or is longer.
pub fn read_at_most(stream: impl Read, name: &str, limit: usize) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { file: name.to_owned(), source };
    let mut bytes = Vec::new();
    stream.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > limit {
        let text = format!("it is longer than {} MB", limit / 1_000_000);
        return Err(failed(io::Error::new(io::ErrorKind::FileTooLarge, text)));
    }
    Ok(bytes)
}

/// Whether there is something of that name, be it a link that leads to no file.
///
/// # Errors
/// [`Error::Read`] when that cannot be known.
pub fn exists(path: &Path, name: &str) -> Result<bool, Error> {
    match path.symlink_metadata() {
        Ok(_) => Ok(true),
        Err(error)
            if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) =>
        {
            Ok(false)
        }
        Err(source) => Err(Error::Read { file: name.to_owned(), source }),
    }
}

/// Whether what is there is no plain file, such as a pipe, for which one may wait for ever.
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
pub fn is_odd(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|there| !there.is_file())
}

/// Whether two names lead to one file, or would if it were there. A device is not meant: what is
/// written to it takes nothing away.
pub fn same(one: &Path, other: &Path) -> bool {
    !is_odd(one) && matches!((target(one), target(other)), (Ok(one), Ok(other)) if one == other)
}

/// How a file is reached from where another one is: by way of the folders that both are in, or
/// from the root where these are none. None where either is not to be found.
pub fn from_beside(other: &Path, path: &Path) -> Option<String> {
    let (from, to) = (target(other).ok()?, target(path).ok()?);
    let (from, to) = (folder(&from), to.as_path());
    let (mut away, mut towards) = (from.components().peekable(), to.components().peekable());
    let mut shared = 0;
    while let (Some(a), Some(b)) = (away.peek(), towards.peek())
        && a == b
    {
        shared += usize::from(matches!(a, Component::Normal(_)));
        away.next();
        towards.next();
    }
    let up = away.count();
    let relative: PathBuf = std::iter::repeat_n(Component::ParentDir, up).chain(towards).collect();
    let whole = shared == 0 && up > 0;
    if whole { to.to_str() } else { relative.to_str() }.map(ToOwned::to_owned)
}

/// The names in a folder that have this end, in order.
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
pub fn ending_in(folder: &Path, end: &str) -> Vec<String> {
    let names = fs::read_dir(folder).into_iter().flatten().flatten();
    let names = names.filter_map(|entry| entry.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(end)).collect();
    names.sort();
    names
}

/// Makes a folder, with those above it, that only its user can look into.
///
/// # Errors
/// [`Error::Write`] when it is not there and cannot be made.
pub fn make_folder(path: &Path, name: &str) -> Result<(), Error> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| Error::Write { file: name.to_owned(), source })
}

/// A file that is written, but does not have its name yet; without it, it goes away.
#[must_use = "call `commit`"]
pub struct Draft {
    name: String,
    body: Body,
}

enum Body {
    /// A neighbour of the file whose name it is to take.
    File(tempfile::NamedTempFile, PathBuf),
    /// What is no file, and what is to be written to it.
    Device(fs::File, Vec<u8>),
}

/// Writes a file whole or not at all: to a neighbour first, which then takes its name.
///
/// A link stays a link: the file that it leads to is written, also if it is not there yet. What is
/// no file, such as `/dev/stdout`, is written to as it is.
///
/// # Errors
/// [`Error::Write`]; the old file is then as it was.
pub fn write(path: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<(), Error> {
    draft(path, name, content)?.commit()
}

/// All of [`write()`] that is likely to fail; the old file is as it was until [`Draft::commit`].
///
/// # Errors
/// [`Error::Write`].
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
pub fn draft(path: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<Draft, Error> {
    let failed = |source| Error::Write { file: name.to_owned(), source };
    let refused = |kind, why: &str| failed(io::Error::new(kind, why));
    let there = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        there => Some(there.map_err(failed)?),
    };
    if there.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(refused(io::ErrorKind::IsADirectory, "it is a folder"));
    }
    let name = name.to_owned();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        let device = fs::OpenOptions::new().write(true).open(path).map_err(failed)?;
        return Ok(Draft { name, body: Body::Device(device, content.as_ref().to_vec()) });
    }
    // Whoever may write to the folder could replace it.
    if there.is_some_and(|there| there.permissions().readonly()) {
        return Err(refused(io::ErrorKind::PermissionDenied, "it is read-only"));
    }
    let target = target(path).map_err(failed)?;
    let (prefix, suffix) = NEIGHBOUR;
    let mut builder = tempfile::Builder::new();
    let neighbour = builder.prefix(prefix).suffix(suffix).tempfile_in(folder(&target));
    let mut file = neighbour.map_err(failed)?;
    file.write_all(content.as_ref()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    keep_permissions(&target, &file).map_err(failed)?;
    Ok(Draft { name, body: Body::File(file, target) })
}

impl Draft {
    /// Gives the file its name.
    ///
    /// # Errors
    /// [`Error::Write`]; the old file is then as it was.
    pub fn commit(self) -> Result<(), Error> {
        let failed = |source| Error::Write { file: self.name.clone(), source };
        match self.body {
            Body::File(file, target) => {
                file.persist(&target).map_err(|error| failed(error.error))?;
                clear(folder(&target));
                Ok(())
            }
            Body::Device(mut device, content) => device.write_all(&content).map_err(failed),
        }
    }
}

/// The file that a name leads to, whether it is there or not.
fn target(path: &Path) -> io::Result<PathBuf> {
    let nowhere = || io::Error::new(io::ErrorKind::NotFound, "there is no such folder");
    let or_nowhere = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => nowhere(),
        _ => error,
    };
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::canonicalize(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            found => return found,
        }
        let Ok(next) = fs::read_link(&path) else {
            let name = path.file_name().filter(|_| !names_a_folder(&path)).ok_or_else(nowhere)?;
            return Ok(fs::canonicalize(folder(&path)).map_err(or_nowhere)?.join(name));
        };
        path = folder(&path).join(next);
    }
    Err(nowhere())
}

fn names_a_folder(path: &Path) -> bool {
    let last = path.as_os_str().as_encoded_bytes().last();
    last.is_some_and(|&last| std::path::is_separator(last.into()))
}

/// The folder of a file.
fn folder(path: &Path) -> &Path {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// Writes a file in place of what was read from it, which is kept beside it as `.bak`.
///
/// Of several runs at once one gets through; one that would write what another has written already
/// is done. Where files cannot be locked, only what was written before this began is noticed.
///
/// # Errors
/// [`Error::Overtaken`] when another run has changed the file or is about to; [`Error::Read`] and
/// [`Error::Write`]. The file is then as it was.
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
pub fn replace(path: &Path, name: &str, before: &[u8], content: &str) -> Result<(), Error> {
    let overtaken = || Error::Overtaken { file: name.to_owned() };
    // Elsewhere what is open cannot be replaced.
    let lock = cfg!(unix).then(|| fs::File::open(path)).transpose();
    let lock = lock.map_err(|source| Error::Read { file: name.to_owned(), source })?;
    if lock.as_ref().is_some_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock))) {
        return Err(overtaken());
    }
    match read(path, name, before.len().max(content.len())) {
        Ok(now) if now == before => {}
        Ok(now) if now == content.as_bytes() => return Ok(()),
        Err(Error::Read { source, .. }) if source.kind() != io::ErrorKind::FileTooLarge => {
            return Err(Error::Read { file: name.to_owned(), source });
        }
        _ => return Err(overtaken()),
    }
    let new = draft(path, name, content)?;
    write(&backup(path), &format!("{name}.bak"), before)?;
    new.commit()
}

/// Where [`replace`] keeps what a file was before.
pub fn backup(path: &Path) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".bak");
    beside.into()
}

/// Takes away what killed runs have left in a folder, as far as that can be done.
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
fn clear(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let is_old = || {
            let there = entry.metadata().ok().filter(fs::Metadata::is_file)?;
            there.modified().ok()?.elapsed().ok().map(|age| age >= ABANDONED)
        };
        if is_neighbour(&entry.file_name()) && is_old() == Some(true) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_neighbour(name: &std::ffi::OsStr) -> bool {
    let (prefix, suffix) = NEIGHBOUR;
    let between = name.to_str().and_then(|name| name.strip_prefix(prefix)?.strip_suffix(suffix));
    between.is_some_and(|it| it.len() == 6 && it.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// A new file is as readable as any other; an old one keeps its permissions.
#[cfg(unix)]
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
fn keep_permissions(path: &Path, file: &tempfile::NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let permissions = match fs::metadata(path) {
        Ok(old) => old.permissions(),
        Err(_) => fs::Permissions::from_mode(0o644),
    };
    file.as_file().set_permissions(permissions)
}

#[cfg(not(unix))]
fn keep_permissions(_path: &Path, _file: &tempfile::NamedTempFile) -> io::Result<()> {
    Ok(())
}
