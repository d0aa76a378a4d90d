/** Tells a share, 0..1, only when its whole percent is another one than before: it may change a thousand times a second. */
export function inPercents(tell: (share: number) => void): (share: number) => void {
  let told = 0;
  return share => {
    const percent = Math.floor(100 * share);
    if (percent === told) return;
    told = percent;
    tell(share);
  };
}
