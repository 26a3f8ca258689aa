// Networks by the names that wallets show. A number is all that the gateway knows.
const names: { [id: number]: string } = {
  1: 'Ethereum', 10: 'OP Mainnet', 56: 'BNB Smart Chain', 100: 'Gnosis', 130: 'Unichain', 137: 'Polygon', 324: 'ZKsync Era', 480: 'World Chain', 8453: 'Base', 42161: 'Arbitrum One',
  42220: 'Celo', 43114: 'Avalanche', 59144: 'Linea', 534352: 'Scroll', 11155111: 'Sepolia',
}

export const chainName = (id: number): string | undefined => names[id]
