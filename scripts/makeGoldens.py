"""Makes test/golden/pytorch.npz: inputs, outputs and gradients of functions as PyTorch computes them in double precision.

Run with any Python that has NumPy and PyTorch (1.13 was used); the tests only read the file. Arrays are named CASE/x0, x1, …
(inputs), CASE/y (output), CASE/gy (gradient that flows back) and CASE/gx0, gx1, … (gradients of the floating-point inputs). What
the cases are called with stands in test/engine/functions/golden.test.ts.
"""

import pathlib

import numpy as np
import torch
import torch.nn.functional as F

rng = np.random.RandomState(0)
arrays = {}


def uniform(*shape, low=-1.0, high=1.0):
    return rng.uniform(low, high, shape).astype(np.float32)


def case(name, function, *inputs, constants=()):
    """Records a function's value and gradients; integer inputs and constants (indexes) get none."""
    tensors = []
    for i, x in enumerate(inputs):
        t = torch.from_numpy(np.array(x))
        t = t.double().requires_grad_(i not in constants) if t.is_floating_point() else t
        tensors.append(t)
        arrays[f"{name}/x{i}"] = np.array(x) if t.is_floating_point() else np.array(x, np.int32)
    y = function(*tensors)
    gy = uniform(*y.shape)
    arrays[f"{name}/y"] = y.detach().numpy().astype(np.float32)
    arrays[f"{name}/gy"] = np.array(gy, np.float32)
    wanted = [(i, t) for i, t in enumerate(tensors) if t.requires_grad]
    grads = torch.autograd.grad(y, [t for _, t in wanted], torch.from_numpy(np.array(gy)).double())
    for (i, _), g in zip(wanted, grads):
        arrays[f"{name}/gx{i}"] = g.numpy().astype(np.float32)


# Convolution: (in, out, size, kernel, options)
for name, n, c, o, size, k, options in [
    ("conv3", 2, 3, 5, (7, 6), (3, 3), dict(padding=1)),
    ("conv3x8", 1, 8, 16, (9, 10), (3, 3), dict(padding=1)),
    ("conv4s2", 2, 4, 8, (8, 6), (4, 4), dict(stride=2, padding=1)),
    ("convStrideAboveKernel", 1, 4, 4, (8, 9), (2, 2), dict(stride=3)),
    ("convDilated", 1, 3, 4, (9, 8), (3, 3), dict(dilation=2, padding=(2, 1))),
    ("convGroups", 2, 6, 9, (5, 4), (3, 3), dict(groups=3, padding=1)),
    ("convDepthwise", 1, 4, 4, (6, 5), (3, 3), dict(groups=4, padding=1, stride=(2, 1))),
    ("conv1", 1, 5, 7, (3, 4), (1, 1), dict()),
]:
    groups = options.get("groups", 1)
    case(
        name,
        lambda x, w, b, options=options: F.conv2d(x, w, b, **options),
        uniform(n, c, *size),
        uniform(o, c // groups, *k),
        uniform(o),
    )

# Cover-all: what PyTorch gives with s − 1 more padding at the right and bottom.
case(
    "convCoverAll",
    lambda x, w: F.conv2d(F.pad(x, (0, 2, 0, 2)), w, stride=3)[:, :, :3, :3],
    uniform(1, 3, 7, 8),
    uniform(2, 3, 2, 2),
)

for name, n, c, o, size, k, options in [
    ("deconv4s2", 2, 4, 3, (3, 4), (4, 4), dict(stride=2, padding=1)),
    ("deconvOutsize", 1, 3, 4, (5, 5), (3, 3), dict(stride=2, padding=1, output_padding=1)),
    ("deconvGroups", 1, 4, 6, (4, 3), (3, 3), dict(groups=2, stride=(1, 2))),
    ("deconvDilated", 1, 2, 3, (4, 4), (3, 3), dict(dilation=2, padding=1)),
]:
    groups = options.get("groups", 1)
    case(
        name,
        lambda x, w, b, options=options: F.conv_transpose2d(x, w, b, **options),
        uniform(n, c, *size),
        uniform(c, o // groups, *k),
        uniform(o),
    )

case("linear", F.linear, uniform(5, 7), uniform(6, 7), uniform(6))
case("matmul", torch.matmul, uniform(2, 3, 4), uniform(2, 4, 5))
case("embedId", lambda i, w: F.embedding(i, w), np.array([[1, 3, 1], [0, 2, 1]]), uniform(5, 4))

# Activations with Chainer's constants
wide = uniform(3, 5, low=-3, high=3)
case("leakyRelu", lambda x: F.leaky_relu(x, 0.2), wide)
case("elu", F.elu, wide)
case("softplus", F.softplus, wide)
case("sigmoid", torch.sigmoid, wide)
case("tanh", torch.tanh, wide)
case("clippedRelu", lambda x: F.hardtanh(x, 0, 1), wide)
case("softmax", lambda x: F.softmax(x, 1), uniform(2, 5, 3, low=-4, high=4))
case("logSoftmax", lambda x: F.log_softmax(x, 1), uniform(2, 5, 3, low=-4, high=4))
case("logsumexp", lambda x: torch.logsumexp(x, 1), uniform(2, 5, 3, low=-4, high=4))
case("prelu", F.prelu, uniform(2, 3, 4), uniform(3))

# Normalisation
x = uniform(4, 3, 5, 2, low=-2, high=3)
running_mean, running_var = torch.zeros(3).double(), torch.ones(3).double()


def batch_norm(x, gamma, beta):
    return F.batch_norm(x, running_mean, running_var, gamma, beta, training=True, momentum=0.1, eps=2e-5)


case("batchNormalization", batch_norm, x, uniform(3, low=0.5, high=2), uniform(3))
arrays["batchNormalization/runningMean"] = running_mean.numpy().astype(np.float32)
arrays["batchNormalization/runningVar"] = running_var.numpy().astype(np.float32)
case("batchNormalizationFar", lambda x: F.batch_norm(x, None, None, training=True, eps=2e-5), uniform(8, 2, 3, 3) + np.float32(100))
case("batchNormalizationRows", lambda x, g, b: F.batch_norm(x, None, None, g, b, training=True, eps=2e-5), uniform(6, 4), uniform(4), uniform(4))
case(
    "fixedBatchNormalization",
    lambda x, g, b, m, v: F.batch_norm(x, m, v, g, b, training=False, eps=2e-5),
    uniform(2, 3, 4, 2), uniform(3), uniform(3), uniform(3), uniform(3, low=0.5, high=2),
    constants=(3, 4),
)
case("groupNormalization", lambda x, g, b: F.group_norm(x, 2, g, b, 1e-5), uniform(2, 6, 3, 4), uniform(6), uniform(6))
case("instanceNormalization", lambda x, g, b: F.instance_norm(x, weight=g, bias=b, eps=1e-5), uniform(2, 4, 3, 5), uniform(4), uniform(4))
case("layerNormalization", lambda x, g, b: F.layer_norm(x, (6,), g, b, 1e-5), uniform(3, 6), uniform(6), uniform(6))

# Pooling and resizing
pictures = rng.permutation(2 * 3 * 7 * 6).reshape(2, 3, 7, 6).astype(np.float32) / 100
case("maxPooling", lambda x: F.max_pool2d(x, 2, 2, ceil_mode=True), pictures)
case("maxPoolingPadded", lambda x: F.max_pool2d(x, 3, 2, 1, ceil_mode=True), pictures)
case("maxPoolingFloor", lambda x: F.max_pool2d(x, 3, 2, ceil_mode=False), pictures)
case("averagePooling", lambda x: F.avg_pool2d(x, 2), pictures)
case("averagePoolingPadded", lambda x: F.avg_pool2d(x, 3, 2, 1, count_include_pad=True), pictures)
case("upsampleNearest", lambda x: F.interpolate(x, scale_factor=2, mode="nearest"), uniform(1, 2, 3, 4))
case(
    "unpoolingCoverAll",
    lambda x: F.conv_transpose2d(x, torch.ones(2, 1, 2, 2).double(), stride=2, groups=2)[:, :, :9, :7],
    uniform(1, 2, 5, 4),
)
case("resizeAligned", lambda x: F.interpolate(x, (5, 9), mode="bilinear", align_corners=True), uniform(1, 2, 4, 6))
case("resizeNotAligned", lambda x: F.interpolate(x, (9, 4), mode="bilinear", align_corners=False), uniform(1, 2, 4, 6))
case("resizeNearest", lambda x: F.interpolate(x, (7, 4), mode="nearest"), uniform(1, 2, 4, 6))

# Losses
case("meanAbsoluteError", F.l1_loss, uniform(3, 4), uniform(3, 4))
case("meanSquaredError", F.mse_loss, uniform(3, 4), uniform(3, 4))
case("huberLoss", lambda x, t: F.huber_loss(x, t, reduction="none", delta=0.5).sum(1), uniform(3, 4, low=-2, high=2), uniform(3, 4))
scores = uniform(4, 3, low=-3, high=3)
labels = np.array([0, 2, -1, 1])
case("softmaxCrossEntropy", lambda x, t: F.cross_entropy(x, t, ignore_index=-1), scores, labels)
case("softmaxCrossEntropyBatch", lambda x, t: F.cross_entropy(x, t, ignore_index=-1, reduction="sum") / 4, scores, labels)
case("softmaxCrossEntropyNo", lambda x, t: F.cross_entropy(x, t, ignore_index=-1, reduction="none"), scores, labels)
weights = torch.tensor([0.5, 2.0, 1.5]).double()
case("softmaxCrossEntropyWeights", lambda x, t: F.cross_entropy(x, t, weight=weights, ignore_index=-1, reduction="sum") / 3, scores, labels)
case(
    "softmaxCrossEntropyMaps",
    lambda x, t: F.cross_entropy(x, t, ignore_index=255),
    uniform(2, 3, 2, 4, low=-3, high=3),
    np.array([[[0, 1, 2, 255], [2, 2, 1, 0]], [[1, 1, 255, 255], [0, 0, 2, 1]]]),
)
soft = np.abs(uniform(4, 3))
soft /= soft.sum(1, keepdims=True)
case("softmaxCrossEntropySoft", F.cross_entropy, scores, soft, constants=(1,))
binary = np.array([[0, 1, -1], [1, 0, 1], [-1, -1, 0], [0, 0, 1]])
mask = torch.from_numpy((binary >= 0).astype(np.float64))


def sigmoid_cross_entropy(x, t):
    return (F.binary_cross_entropy_with_logits(x, t.clamp(min=0).double(), reduction="none") * mask).sum() / mask.sum()


case("sigmoidCrossEntropy", sigmoid_cross_entropy, scores * np.float32(3), binary)

# A gradient penalty: second derivatives through convolution, activation and linear map.
gp = [uniform(2, 3, 6, 6), uniform(4, 3, 3, 3), uniform(1, 4 * 36)]


def gradient_penalty(x, w, v):
    y = F.linear(F.leaky_relu(F.conv2d(x, w, padding=1), 0.2).flatten(1), v)
    (gx,) = torch.autograd.grad(y.sum(), x, create_graph=True)
    return ((gx.square().sum((1, 2, 3)).sqrt() - 1) ** 2).mean()


case("gradientPenalty", gradient_penalty, *gp)

# Convolution and pooling over one and three axes
case("conv1d", lambda x, w, b: F.conv1d(x, w, b, stride=2, padding=2, dilation=2), uniform(2, 3, 9), uniform(4, 3, 3), uniform(4))
case(
    "conv3d",
    lambda x, w, b: F.conv3d(x, w, b, stride=(2, 1, 2), padding=(1, 0, 1), dilation=(1, 2, 1), groups=2),
    uniform(1, 4, 5, 6, 4), uniform(4, 2, 3, 2, 3), uniform(4),
)
case("deconv1d", lambda x, w, b: F.conv_transpose1d(x, w, b, stride=2, padding=1), uniform(2, 3, 4), uniform(3, 2, 4), uniform(2))
case(
    "deconv3d",
    lambda x, w, b: F.conv_transpose3d(x, w, b, stride=(2, 1, 3), padding=(1, 0, 1), output_padding=(1, 0, 0), groups=2),
    uniform(1, 4, 3, 2, 3), uniform(4, 2, 3, 2, 3), uniform(4),
)
solid = rng.permutation(2 * 5 * 6 * 4).reshape(1, 2, 5, 6, 4).astype(np.float32) / 100
case("maxPooling3d", lambda x: F.max_pool3d(x, (2, 3, 2), (2, 2, 2), (0, 1, 0), ceil_mode=True), solid)
case("maxPooling1d", lambda x: F.max_pool1d(x, 3, 2, ceil_mode=True), solid[0, :, :, :, 0])
case("averagePooling3d", lambda x: F.avg_pool3d(x, (2, 3, 2), (2, 2, 1), (1, 1, 0)), solid)
case("averagePoolingUnpadded", lambda x: F.avg_pool3d(x, 3, 2, 1, count_include_pad=False), solid)
case("im2col", lambda x: F.unfold(x, (2, 3), dilation=(2, 1), padding=(1, 0), stride=(1, 2)).reshape(2, 18, 4, 2), uniform(2, 3, 4, 6))

# Sampling
theta = uniform(2, 2, 3)
case("spatialTransformerGrid", lambda t: F.affine_grid(t, (2, 1, 3, 4), align_corners=True).permute(0, 3, 1, 2), theta)
case(
    "spatialTransformerSampler",
    lambda x, g: F.grid_sample(x, g.permute(0, 2, 3, 1), align_corners=True, padding_mode="zeros"),
    uniform(2, 3, 5, 4), uniform(2, 2, 3, 6, low=-1.2, high=1.2),
)
for mode, theirs in [("reflect", "reflect"), ("edge", "replicate"), ("wrap", "circular")]:
    case("pad" + mode.capitalize(), lambda x, theirs=theirs: F.pad(x, (2, 1, 1, 2), mode=theirs), uniform(1, 2, 4, 5))

# Activations, mathematics
case("swish", F.silu, wide)
case("selu", F.selu, wide)
case("erf", torch.erf, wide)
case("tan", torch.tan, uniform(7))
case("arctan2", torch.atan2, uniform(3, 4), uniform(3, 4))
case("cumsum", lambda x: torch.cumsum(x, 1), uniform(2, 5, 3))
case("cumprod", lambda x: torch.cumprod(x, 1), uniform(2, 5, 3))
case("prod", lambda x: torch.prod(x, 1), np.array([[1, 2, 0, 3, -1], [2, -1, 0.5, 3, 4]], np.float32))
case("inv", torch.linalg.inv, uniform(3, 5, 5))
case("det", torch.linalg.det, uniform(3, 4, 4))
root = uniform(4, 4)
case("cholesky", torch.linalg.cholesky, root @ root.T + 0.5 * np.eye(4, dtype=np.float32))
case("einsum", lambda a, b, c: torch.einsum("bij,bjk,kl->bil", a, b, c), uniform(2, 3, 4), uniform(2, 4, 2), uniform(2, 5))
case("einsumDiagonal", lambda a, b: torch.einsum("...ii,...ij->...j", a, b), uniform(2, 3, 3), uniform(2, 3, 4))
case("tensordot", lambda a, b: torch.tensordot(a, b, ([2, 0], [1, 2])), uniform(3, 4, 5), uniform(2, 5, 3))
case("attention", lambda q, k, v: F.softmax(q @ k.transpose(-1, -2) / 2, -1) @ v, uniform(2, 3, 4), uniform(2, 5, 4), uniform(2, 5, 6))

# Normalisation, losses
case("localResponseNormalization", lambda x: F.local_response_norm(x, 5, alpha=5 * 0.1, beta=0.75, k=2), uniform(2, 7, 3, low=-3, high=3))
case("triplet", lambda a, p, n: F.relu((a - p).square().sum(1) - (a - n).square().sum(1) + 0.2).mean(), uniform(5, 3), uniform(5, 3), uniform(5, 3))
case("gaussianNLL", lambda x, m, l: F.gaussian_nll_loss(x, m, l.exp(), full=True, reduction="sum"), uniform(3, 4), uniform(3, 4), uniform(3, 4))
case("bernoulliNLL", lambda x, y: F.binary_cross_entropy_with_logits(y, x, reduction="sum"), uniform(3, 4, low=0), uniform(3, 4, low=-3, high=3), constants=(0,))
case("hingeL2", lambda x, t: (F.relu(1 - (2 * F.one_hot(t, 3) - 1) * x) ** 2).sum() / 4, scores, np.array([0, 2, 1, 1]))
times, targets = torch.tensor([7, 5, 6]), torch.tensor([3, 2, 0])
case(
    "ctc",
    lambda x, t: F.ctc_loss(F.log_softmax(x, 2), t.long(), times, targets, blank=0, reduction="none"),
    uniform(7, 3, 5, low=-2, high=2), np.array([[1, 1, 4], [2, 3, 0], [1, 2, 3]]),
)


# Recurrent layers over sequences of lengths 4, 2, 1. PyTorch stacks the gates as cuDNN does, so the blocks are the same.
def recurrent(make, gates, cell_state, lengths=(4, 2, 1), size=3, units=2, layers=2):
    module = make(size, units, num_layers=layers, bidirectional=True).double()
    names = [f"{kind}_{what}_l{layer}{way}" for layer in range(layers) for way in ("", "_reverse") for kind in ("weight", "bias") for what in ("ih", "hh")]
    shapes = [tuple(getattr(module, name).shape) for name in names]

    def function(xs, hx, *rest):
        weights = rest[1:] if cell_state else rest
        packed = torch.nn.utils.rnn.pack_padded_sequence(xs, torch.tensor(lengths))
        state = (hx, rest[0]) if cell_state else hx
        flat = list(weights)
        # functional call: the module's own parameters are replaced for the time of the call
        saved = dict(module._parameters)
        for name, value in zip(names, flat):
            module._parameters[name] = value
        module._flat_weights = [module._parameters[n] for n in module._flat_weights_names]
        y, last = module(packed, state)
        for name in names:
            module._parameters[name] = saved[name]
        outputs = torch.nn.utils.rnn.pad_packed_sequence(y)[0]
        lasts = last if cell_state else (last,)
        return torch.cat([t.reshape(-1) for t in (outputs, *lasts)])

    states = [uniform(2 * layers, len(lengths), units)] * 1 + ([uniform(2 * layers, len(lengths), units)] if cell_state else [])
    return function, [uniform(lengths[0], len(lengths), size), *states, *[uniform(*shape) for shape in shapes]]


function, inputs = recurrent(torch.nn.LSTM, 4, True)
case("nStepBilstm", function, *inputs)
function, inputs = recurrent(torch.nn.GRU, 3, False)
case("nStepBigru", function, *inputs)
function, inputs = recurrent(torch.nn.RNN, 1, False)
case("nStepBirnn", function, *inputs)

path = pathlib.Path(__file__).parent.parent / "test" / "golden" / "pytorch.npz"
path.parent.mkdir(parents=True, exist_ok=True)
np.savez_compressed(path, **arrays)
print(f"{path}: {len(arrays)} arrays, {path.stat().st_size} bytes")
