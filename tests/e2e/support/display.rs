//! An X display of one test's own, without a window manager, and pictures of it.
//!
//! The pictures come from the server's frame buffer: what a person would see. WebKit's own
//! WebDriver screenshots are blank or never come when it draws without a graphics card.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::places;
use crate::running::Running;

/// A running Xvfb; the server picks the free number itself.
pub struct Xvfb {
    display: String,
    screen: PathBuf,
    _server: Running,
}

impl Xvfb {
    /// Starts the server and waits until it takes clients. Its frame buffer lies in `folder`.
    pub fn start(folder: &Path, logs: &Path, (width, height): (u32, u32)) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mut command = Command::new(places::program(&["Xvfb"], "xvfb")?);
        command
            .args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0"])
            .arg(format!("{width}x{height}x24"))
            .arg("-fbdir")
            .arg(folder);
        let (server, number) =
            Running::start_until("xvfb", &command, logs, |line| line.trim().parse::<u32>().ok())?;
        let screen = folder.join("Xvfb_screen0");
        Ok(Self { display: format!(":{number}"), screen, _server: server })
    }

    /// What goes into `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The file whose bytes are the screen; see [`picture`].
    pub fn screen(&self) -> &Path {
        &self.screen
    }
}

/// The screen as PNG.
pub fn picture(screen: &Path) -> Result<Vec<u8>> {
    let (width, height, pixels) = pixels(screen)?;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.write_header()?.write_image_data(pixels.as_flattened())?;
    Ok(file)
}

/// Which part of the screen has this colour, from 0 to 1.
pub fn share(screen: &Path, colour: [u8; 3]) -> Result<f64> {
    let (_, _, pixels) = pixels(screen)?;
    let matching = pixels.iter().filter(|pixel| **pixel == colour).count();
    Ok(matching as f64 / pixels.len() as f64)
}

/// Width, height, and each pixel's red, green and blue.
///
/// The file is an X window dump: a header of big-endian words (0: header's size, 4: width,
/// 5: height, 11: bits per pixel, 12: bytes per line, 19: colours), a colour table of 12 bytes
/// each, then the lines, each pixel blue, green, red and a byte to spare (X11/XWDFile.h).
fn pixels(screen: &Path) -> Result<(u32, u32, Vec<[u8; 3]>)> {
    let dump = std::fs::read(screen).with_context(|| format!("read {}", screen.display()))?;
    let word = |index: usize| -> Result<u32> {
        let bytes = dump.get(index * 4..index * 4 + 4).context("the dump has a header")?;
        Ok(u32::from_be_bytes(bytes.try_into()?))
    };
    ensure!(word(11)? == 32, "the screen has 32 bits per pixel");
    let (width, height, bytes_per_line) = (word(4)?, word(5)?, word(12)? as usize);
    let lines = dump.get((word(0)? + word(19)? * 12) as usize..).context("the dump has lines")?;
    let pixels = lines
        .chunks_exact(bytes_per_line)
        .take(height as usize)
        .flat_map(|line| line[..width as usize * 4].chunks_exact(4))
        .map(|pixel| [pixel[2], pixel[1], pixel[0]])
        .collect();
    Ok((width, height, pixels))
}
