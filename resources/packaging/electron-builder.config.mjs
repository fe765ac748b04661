/**
 * Installers by electron-builder; `npm run package` calls it with the target system in its arguments.
 * Not TypeScript: electron-builder loads it by itself.
 */
const { argv, env } = process;
/** `${platform}` in a pattern is the machine that builds, not the one that is built for. */
const platform = argv.includes('--win') ? 'win32' : argv.includes('--mac') ? 'darwin' : 'linux';

export default {
  appId: 'app.satchel.desktop',
  productName: 'Satchel',
  electronVersion: '45.4.1',
  ...(env.SATCHEL_ELECTRON_DIST ? { electronDist: env.SATCHEL_ELECTRON_DIST } : {}),
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
    `!node_modules/better-sqlite3/prebuilds/!(${platform}-\${arch}.node)`,
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
