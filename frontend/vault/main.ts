import './main.css'
console.info('carnet vault')
