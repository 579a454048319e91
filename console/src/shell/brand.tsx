import { Link } from '@tanstack/react-router'
import classes from './header.module.css'
import mark from './postback.svg'

export function Brand() {
  return (
    <Link to="/webhook/configurations" className={classes.brand}>
      <img src={mark} alt="" width={28} height={28} />
      Postback
    </Link>
  )
}
