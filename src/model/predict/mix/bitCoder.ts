// Arithmetic coding of single bits, each with a chance of its own (Witten, Neal and Cleary, 1987; carried out bit by bit
// as PAQ does): the code is a number in [low, high], of 32 bits, whose leading bytes are known as soon as they agree.

const WHOLE = 2 ** 32;
const TOP_BYTE = 2 ** 24;

/** Where the interval of the ones ends: it begins at `low`, and neither part is empty. */
function border(low: number, high: number, chanceOfOne: number): number {
  const middle = low + Math.floor((high - low) * chanceOfOne);
  return Math.max(low, Math.min(high - 1, middle));
}

/** Turns bits into bytes: the more likely each bit was held, the fewer. */
export class BitEncoder {
  readonly #bytes: number[] = [];
  #low = 0;
  #high = WHOLE - 1;

  encode(bit: number, chanceOfOne: number): void {
    const middle = border(this.#low, this.#high, chanceOfOne);
    if (bit === 1) this.#high = middle;
    else this.#low = middle + 1;
    while (topByte(this.#low) === topByte(this.#high)) {
      this.#bytes.push(topByte(this.#low));
      this.#low = shifted(this.#low);
      this.#high = shifted(this.#high) + 255;
    }
  }

  /** All of the code; nothing can be encoded any more. */
  finish(): Uint8Array<ArrayBuffer> {
    for (let rest = this.#low, i = 0; i < 4; i++, rest = shifted(rest)) this.#bytes.push(topByte(rest));
    return Uint8Array.from(this.#bytes);
  }
}

/** Turns them back. Bytes that are missing are read as zeros. */
export class BitDecoder {
  readonly #bytes: Uint8Array;
  #at = 0;
  #low = 0;
  #high = WHOLE - 1;
  #code = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    for (let i = 0; i < 4; i++) this.#code = shifted(this.#code) + this.#next();
  }

  decode(chanceOfOne: number): number {
    const middle = border(this.#low, this.#high, chanceOfOne);
    const bit = this.#code <= middle ? 1 : 0;
    if (bit === 1) this.#high = middle;
    else this.#low = middle + 1;
    while (topByte(this.#low) === topByte(this.#high)) {
      this.#low = shifted(this.#low);
      this.#high = shifted(this.#high) + 255;
      this.#code = shifted(this.#code) + this.#next();
    }
    return bit;
  }

  #next(): number {
    return this.#bytes[this.#at++] ?? 0;
  }
}

function topByte(number: number): number {
  return Math.floor(number / TOP_BYTE);
}

/** Without its top byte, and with room for another. */
function shifted(number: number): number {
  return (number % TOP_BYTE) * 256;
}
