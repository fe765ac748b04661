/** The browser that stands in for a person's: named by CHROMIUM, else the system's. */
export const chromiumPath = (): string => process.env['CHROMIUM'] ?? '/usr/bin/chromium';
