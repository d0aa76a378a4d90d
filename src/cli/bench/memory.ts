import { readFileSync } from 'node:fs';

/** The most memory that this process has had resident so far, in megabytes (10^6 bytes). */
export function peakMegabytes(): number {
  return (residentPeakKilobytes() * 1024) / 1e6;
}

/**
 * Linux hands what `resourceUsage` says on from the process that started this one, so it is read where the kernel
 * counts this program alone.
 */
function residentPeakKilobytes(): number {
  if (process.platform === 'linux') {
    const found = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'));
    if (found) return Number(found[1]);
  }
  return process.resourceUsage().maxRSS;
}
