#!/usr/bin/env node
// What forge runs as its compiler: npm's solc behind the command line that forge expects. It needs no download.
const { readFileSync } = require('node:fs')
const solc = require('solc')
if (process.argv.includes('--version')) {
  console.log(`solc, the solidity compiler commandline interface\nVersion: ${solc.version().replace('.clang', '')}`)
} else {
  process.stdout.write(solc.compile(readFileSync(0, 'utf8')))
}
