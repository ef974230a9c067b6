import type { Tensor } from '../core/tensor.js';
import { Optimizer } from './optimizer.js';

/**
 * SMORMS3: with r = 1/(mem + 1), g and g2 follow the gradient and its square; x = g²/(g2 + ε); p −= grad·min(x, lr)/(√g2 + ε);
 * mem = 1 + mem·(1 − x). mem begins at 1.
 *
 * @see Funk 2015, RMSprop loses to SMORMS3, sifter.org
 */
export class SMORMS3 extends Optimizer {
  lr: number;
  eps: number;
  protected readonly stateNames = ['mem', 'g', 'g2'];

  constructor({ lr = 0.001, eps = 1e-16 } = {}) {
    super();
    this.lr = lr;
    this.eps = eps;
  }

  protected override initialState(name: string): number {
    return name === 'mem' ? 1 : 0;
  }

  protected override updateParameter(param: Tensor, grad: Tensor, { mem, g, g2 }: Record<string, Tensor>): void {
    const r = mem.add(1).unary('reciprocal');
    g.assign(g.add(r.mul(grad.sub(g))));
    g2.assign(g2.add(r.mul(grad.square().sub(g2))));
    const x = g.square().div(g2.add(this.eps));
    const step = x.unary('clip', 0, this.lr).div(g2.sqrt().add(this.eps));
    param.assign(param.sub(grad.mul(step)));
    mem.assign(mem.sub(mem.mul(x)).add(1));
  }
}
