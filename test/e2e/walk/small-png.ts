import { crc32, deflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';

const PALETTE = 256;

/** The same picture with at most 256 colours: a screen has few, and the file is a third as large. `page` decodes it. */
export async function smallPng(page: Page, png: Buffer): Promise<Buffer> {
  const { width, height, base64 } = await page.evaluate(
    async (url) => {
      const bitmap = await createImageBitmap(await (await fetch(url)).blob());
      const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
      if (context === null) throw new Error('There is no canvas.');
      context.drawImage(bitmap, 0, 0);
      const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
      let text = '';
      for (let at = 0; at < data.length; at += 32_768) text += String.fromCharCode(...data.subarray(at, at + 32_768));
      return { width: bitmap.width, height: bitmap.height, base64: btoa(text) };
    },
    `data:image/png;base64,${png.toString('base64')}`,
  );
  const pixels = coloursOf(Buffer.from(base64, 'base64'));
  const palette = paletteOf(pixels);
  const indexOf = nearestIn(palette);
  const rows = Buffer.alloc((width + 1) * height); // each row begins with its filter, none
  pixels.forEach((colour, at) => (rows[Math.floor(at / width) * (width + 1) + 1 + (at % width)] = indexOf(colour)));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3], 8); // 8 bits an index, indexed colour
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  const parts = [chunk('IHDR', head), chunk('PLTE', colours), chunk('IDAT', deflateSync(rows, { level: 9 }))];
  return Buffer.concat([signature, ...parts, chunk('IEND', Buffer.alloc(0))]);
}

function coloursOf(rgba: Buffer): Uint32Array {
  const colours = new Uint32Array(rgba.length / 4);
  for (let at = 0; at < colours.length; at += 1) colours[at] = rgba.readUInt32BE(at * 4) >>> 8;
  return colours;
}

/** The most used first, and none that is hardly to be told from one taken already: a rare green dot keeps its green. */
function paletteOf(pixels: Uint32Array): readonly number[] {
  const uses = new Map<number, number>();
  for (const colour of pixels) uses.set(colour, (uses.get(colour) ?? 0) + 1);
  const byUse = [...uses].toSorted(([, a], [, b]) => b - a);
  for (let least = 8; ; least *= 2) {
    const taken: number[] = [];
    for (const [colour] of byUse)
      if (taken.length <= PALETTE && taken.every((each) => apart(each, colour) > least)) taken.push(colour);
    if (taken.length <= PALETTE) return taken;
  }
}

/** Squared distance of two colours. */
const apart = (a: number, b: number): number =>
  [16, 8, 0].reduce((sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2, 0);

function nearestIn(palette: readonly number[]): (colour: number) => number {
  const known = new Map(palette.map((colour, index) => [colour, index]));
  return (colour) => {
    const at = known.get(colour);
    if (at !== undefined) return at;
    const distances = palette.map((each) => apart(each, colour));
    const nearest = distances.indexOf(Math.min(...distances));
    known.set(colour, nearest);
    return nearest;
  };
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([size, named, sum]);
}
