import type { Configuration } from 'electron-builder';

export type System = 'linux' | 'win' | 'mac';

const NATIVE: Readonly<Record<System, string>> = { linux: 'linux', win: 'win32', mac: 'darwin' };

/**
 * What goes into an installer for one system. `${platform}` in a pattern is the machine that builds, not the one that is
 * built for, so the pattern for the database's binary is made here.
 * @param electronDist an unpacked Electron to use instead of a download
 */
export function builderConfig(system: System, electronDist: string | undefined): Configuration {
  return {
    appId: 'app.satchel.desktop',
    productName: 'Satchel',
    electronVersion: '45.4.1',
    ...(electronDist ? { electronDist } : {}),
    npmRebuild: false, // the database's prebuilt binary fits every Electron of its Node-API version
    directories: { output: 'dist', buildResources: 'resources/packaging' },
    asar: true,
    // A thread starts from a real file; the native module is unpacked by itself.
    asarUnpack: ['out/main/{worker,reader}.js', 'out/main/chunks/**'],
    files: [
      'out/{main,preload,renderer}/**',
      '!out/main/browser.js', // the other shell
      'package.json',
      '!node_modules/node-{linux,win}-{x64,arm64}/**', // Node for working on the project, not for the app
      '!node_modules/node-addon-api/**', // headers for compiling
      '!node_modules/better-sqlite3/{deps,src,build,binding.gyp}',
      `!node_modules/better-sqlite3/prebuilds/!(${NATIVE[system]}-\${arch}.node)`,
    ],
    // Electron's security checklist, item 19: what the app does not use is switched off in the binary
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    protocols: [{ name: 'Satchel sign-in', schemes: ['satchel'] }],
    linux: {
      target: ['AppImage', 'deb'],
      icon: 'icon.png',
      category: 'Office',
      maintainer: 'Satchel',
      synopsis: 'Offline-first CRM for field sales',
    },
    win: { target: ['nsis'], icon: 'icon.ico' },
    nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
    mac: { target: ['dmg', 'zip'], icon: 'icon.icns', category: 'public.app-category.business' },
  };
}
