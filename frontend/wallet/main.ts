import './main.css'
console.info('carnet wallet')
