//! The only module that touches the disk.

use std::fs::{self, TryLockError};
use std::io::{self, Read, Write};
use std::path::Path;
use std::time::Duration;

use crate::error::Error;

/// What neighbours are called, with six letters and digits between.
const NEIGHBOUR: (&str, &str) = (".attend-", ".part");
/// Nobody writes a file for so long: a neighbour of this age is what a killed run has left.
const ABANDONED: Duration = Duration::from_secs(3600);

/// Reads a file of at most `limit` bytes.
///
/// # Errors
/// [`Error::Read`] when it cannot be read or is longer.
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
pub fn read(path: &Path, name: &str, limit: usize) -> Result<Vec<u8>, Error> {
    let failed = |source| Error::Read { file: name.to_owned(), source };
    if fs::metadata(path).map_err(failed)?.is_dir() {
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

/// Whether there is such a file.
pub fn exists(path: &Path) -> bool {
    path.exists()
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

/// Writes a file whole or not at all: to a neighbour first, which then takes its name.
///
/// A link stays a link: the file that it leads to is written. What is no file, such as
/// `/dev/stdout`, is written to as it is.
///
/// # Errors
/// [`Error::Write`]; the old file is then as it was.
#[expect(clippy::disallowed_methods, reason = "this is the module that may")]
pub fn write(path: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<(), Error> {
    let failed = |source| Error::Write { file: name.to_owned(), source };
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(fs::Metadata::is_dir) {
        return Err(failed(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")));
    }
    if there.is_some_and(|there| !there.is_file()) {
        let mut device = fs::OpenOptions::new().write(true).open(path).map_err(failed)?;
        return device.write_all(content.as_ref()).map_err(failed);
    }
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(failed(io::Error::new(io::ErrorKind::NotFound, "there is no such folder")));
    }
    let (prefix, suffix) = NEIGHBOUR;
    let neighbour = tempfile::Builder::new().prefix(prefix).suffix(suffix).tempfile_in(folder);
    let mut file = neighbour.map_err(failed)?;
    file.write_all(content.as_ref()).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    keep_permissions(&target, &file).map_err(failed)?;
    file.persist(&target).map_err(|error| failed(error.error))?;
    clear(folder);
    Ok(())
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
    let backup = format!("{name}.bak");
    let mut beside = path.as_os_str().to_owned();
    beside.push(".bak");
    write(Path::new(&beside), &backup, before)?;
    write(path, name, content)
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
