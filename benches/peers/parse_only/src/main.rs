//! `parse-only simd-json|sonic-rs FILE`: every line parsed on one thread, nothing judged.

use std::fs::File;
use std::io::Read;

const BLOCK: usize = 256 << 10;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (parser, path) = (arguments.next().unwrap(), arguments.next().unwrap());
    let mut file = File::open(path).unwrap();
    let (mut block, mut kept, mut parsed) = (vec![0_u8; 2 * BLOCK], 0, 0_u64);
    let mut buffers = simd_json::Buffers::new(BLOCK);
    loop {
        let read = file.read(&mut block[kept..kept + BLOCK]).unwrap();
        let filled = kept + read;
        let end = memchr::memrchr(b'\n', &block[..filled]).map_or(0, |at| at + 1);
        for line in block[..end].split_inclusive_mut(|byte| *byte == b'\n') {
            match parser.as_str() {
                "simd-json" => {
                    let tape = simd_json::to_tape_with_buffers(line, &mut buffers).unwrap();
                    parsed += tape.0.len() as u64;
                }
                "sonic-rs" => {
                    let tree: sonic_rs::Value = sonic_rs::from_slice(line).unwrap();
                    std::hint::black_box(&tree);
                    parsed += 1;
                }
                other => panic!("no parser {other}"),
            }
        }
        if read == 0 {
            break;
        }
        block.copy_within(end..filled, 0);
        kept = filled - end;
    }
    assert!(std::hint::black_box(parsed) > 0);
}
