//! A server on this computer that says what a test wants it to say.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the server says to one request, byte by byte.
#[derive(Clone)]
pub(crate) struct Says {
    head: String,
    body: Vec<u8>,
    drip: Option<Duration>,
    silent: bool,
}

/// A silent server says something after so long: then nobody has given up.
const SILENCE: Duration = Duration::from_secs(30);

impl Says {
    /// `200 OK` with a body of the right length.
    pub(crate) fn ok(body: impl AsRef<[u8]>) -> Says {
        let body = body.as_ref();
        Says::raw(&format!("HTTP/1.1 200 OK\r\nContent-Length: {}", body.len()), body)
    }

    /// Another status, without a body.
    pub(crate) fn status(status: &str) -> Says {
        Says::raw(&format!("HTTP/1.1 {status}\r\nContent-Length: 0"), b"")
    }

    /// Nothing at all, until the client goes away.
    pub(crate) fn nothing() -> Says {
        Says { silent: true, ..Says::status("500 Nobody gave up") }
    }

    /// A redirect.
    pub(crate) fn redirect(to: &str) -> Says {
        Says::status("302 Found").header("Location", to)
    }

    /// A status line and headers as they are, then a body.
    pub(crate) fn raw(head: &str, body: &[u8]) -> Says {
        Says { head: head.to_owned(), body: body.to_vec(), drip: None, silent: false }
    }

    /// One more header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Says {
        self.head += &format!("\r\n{name}: {value}");
        self
    }

    /// The body comes in single bytes, with so much time between.
    pub(crate) fn drip(mut self, pause: Duration) -> Says {
        self.drip = Some(pause);
        self
    }

    /// Whether it takes its time.
    pub(crate) fn is_slow(&self) -> bool {
        self.drip.is_some() || self.silent
    }

    /// Gives up when the client does.
    fn to(&self, mut stream: &TcpStream) -> std::io::Result<()> {
        if self.silent {
            stream.set_read_timeout(Some(SILENCE))?;
            stream.read_to_end(&mut Vec::new())?;
            return Ok(());
        }
        write!(stream, "{}\r\nConnection: close\r\n\r\n", self.head)?;
        let Some(pause) = self.drip else { return stream.write_all(&self.body) };
        for &byte in &self.body {
            stream.write_all(&[byte])?;
            std::thread::sleep(pause);
        }
        Ok(())
    }
}

/// A server and what it was asked.
pub(crate) struct Server {
    url: String,
    asked: Arc<Mutex<Vec<String>>>,
    thread: JoinHandle<()>,
}

impl Server {
    /// A server that says the same to everybody.
    pub(crate) fn always(says: Says) -> Server {
        Server::new(move |_, _| says.clone())
    }

    /// A server that says one thing after the other, and the last one again and again.
    pub(crate) fn script(says: Vec<Says>) -> Server {
        Server::new(move |_, number| says[number.min(says.len() - 1)].clone())
    }

    /// A server that is gone after one answer.
    pub(crate) fn for_one(says: Says) -> Server {
        Server::start(move |_, _| says.clone(), 1)
    }

    /// A server that looks at the request and at its number, from zero.
    pub(crate) fn new(says: impl Fn(&str, usize) -> Says + Send + 'static) -> Server {
        Server::start(says, usize::MAX)
    }

    fn start(says: impl Fn(&str, usize) -> Says + Send + 'static, most: usize) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let thread = std::thread::spawn(move || {
            for (number, stream) in listener.incoming().take(most).enumerate() {
                let stream = stream.unwrap();
                let mut request = String::new();
                let mut lines = BufReader::new(&stream);
                while lines.read_line(&mut request).is_ok_and(|length| length > 2) {}
                log.lock().unwrap().push(request.clone());
                let _ = says(&request, number).to(&stream);
            }
        });
        Server { url, asked, thread }
    }

    /// The address of a path on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }

    /// Returns when nobody listens there any more.
    pub(crate) fn wait_until_gone(self) {
        self.thread.join().unwrap();
    }

    /// What it was asked.
    pub(crate) fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// The simplest form of gzip (RFC 1951, stored blocks; RFC 1952).
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut blocks = bytes.chunks(65_535).peekable();
    while let Some(block) = blocks.next() {
        let length = u16::try_from(block.len()).unwrap();
        packed.push(u8::from(blocks.peek().is_none()));
        packed.extend(length.to_le_bytes());
        packed.extend((!length).to_le_bytes());
        packed.extend(block);
    }
    let sum = bytes.iter().fold(!0_u32, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xedb8_8320 * (sum & 1)))
    });
    packed.extend((!sum).to_le_bytes());
    packed.extend(u32::try_from(bytes.len()).unwrap().to_le_bytes());
    packed
}
