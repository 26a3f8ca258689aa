// Builds the pages and the button into dist/, with fixed file names and the same bytes on every machine.
import { build } from 'vite'

const apps = [
  { name: 'login', base: '/assets/login/' },
  { name: 'account', base: '/assets/account/' },
  { name: 'wallet', base: '/' },
  { name: 'vault', base: '/' },
]
for (const app of apps) {
  await build({
    root: app.name,
    base: app.base,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      target: 'es2022',
      outDir: `../dist/${app.name}`,
      emptyOutDir: true,
      modulePreload: false,
      assetsInlineLimit: 0,
      cssCodeSplit: false,
      chunkSizeWarningLimit: 700,
      rolldownOptions: {
        output: {
          entryFileNames: `${app.name}.js`,
          assetFileNames: `${app.name}[extname]`,
          codeSplitting: false,
        },
      },
    },
  })
}
await build({
  root: 'wallet',
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: '../dist/wallet',
    emptyOutDir: false,
    lib: { entry: 'demo-wallet.ts', formats: ['es'], fileName: () => 'demo-wallet.js' },
  },
})
// The code for wallets on a phone: beside the sign-in page, loaded by it and by the account page when somebody asks.
await build({
  root: 'walletconnect',
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"', 'process.env.IS_VITEST': 'undefined', 'process.env.DISABLE_GLOBAL_CORE': 'undefined' },
  build: {
    target: 'es2022',
    outDir: '../dist/login',
    emptyOutDir: false,
    chunkSizeWarningLimit: 700,
    lib: { entry: 'main.ts', formats: ['es'], fileName: () => 'walletconnect.js' },
    rolldownOptions: { output: { codeSplitting: false } },
  },
})
// The button: one classic script, so that a shop can pin its bytes (integrity=) and load it any way it likes.
await build({
  root: 'button',
  configFile: false,
  logLevel: 'error',
  publicDir: false,
  build: {
    target: 'es2022',
    outDir: '../dist/button',
    emptyOutDir: true,
    lib: { entry: 'carnet-login.ts', formats: ['iife'], name: 'CarnetLogin', fileName: () => 'carnet-login.js' },
  },
})
