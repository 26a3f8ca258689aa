import './main.css'
console.info('carnet login')
