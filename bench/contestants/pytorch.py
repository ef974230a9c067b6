"""PyTorch as a contestant; speaks the protocol of host.mjs."""
import json
import os
import resource
import sys
import time

replies = os.fdopen(3, "w")


def answer(message):
    replies.write(json.dumps(message) + "\n")
    replies.flush()


try:
    import numpy as np
    import torch
    import torch.nn.functional as F
except ImportError:
    answer({"absent": "python3 has no PyTorch (Debian: python3-torch)"})
    sys.exit()


def read_arrays(path, device):
    values = np.fromfile(path + ".f32", dtype="<f4")
    with open(path + ".json") as file:
        index = json.load(file)
    arrays = {}
    for name, entry in index.items():
        end = entry["offset"] + int(np.prod(entry["shape"]))
        arrays[name] = torch.from_numpy(values[entry["offset"] : end].reshape(entry["shape"]).copy()).to(device)
    return arrays


def add(case, arrays):
    a, b = arrays["a"], arrays["b"]

    def additions():
        for _ in range(case["repeats"]):
            y = a + b
        return y

    return additions


def mlp(case, arrays):
    """Loss and all gradients."""
    x, t = arrays.pop("x"), arrays.pop("t")
    layers = [(arrays[f"{i}/W"].requires_grad_(), arrays[f"{i}/b"].requires_grad_()) for i in range(case["depth"])]

    def steps():
        for _ in range(case["repeats"]):
            for weight, bias in layers:
                weight.grad = bias.grad = None
            h = x
            for i, (weight, bias) in enumerate(layers):
                h = F.linear(h, weight, bias)
                if i < len(layers) - 1:
                    h = F.relu(h)
            F.mse_loss(h, t).backward()
        return layers[0][0].grad

    return steps


def matmul(case, arrays):
    def product():
        with torch.inference_mode():
            return arrays["a"] @ arrays["b"]

    return product


def unet(case, arrays):
    """Forward pass with batch normalisation folded into the weights, as an inference engine gets them."""
    folded = {}
    for layer in case["layers"]:
        name, norm = layer["name"], layer["norm"]
        weight, bias = arrays[name + "/W"], arrays[name + "/b"]
        if norm:
            scale = arrays[norm + "/gamma"] / torch.sqrt(arrays[norm + "/avg_var"] + case["normEps"])
            weight = weight * (scale[:, None, None, None] if layer["kind"] == "conv" else scale[None, :, None, None])
            bias = (bias - arrays[norm + "/avg_mean"]) * scale + arrays[norm + "/beta"]
        folded[name] = (weight, bias)

    def forward():
        with torch.inference_mode():
            made = {"x": arrays["x"]}
            for layer in case["layers"]:
                y = convolve(layer, made, *folded[layer["name"]])
                made[layer["name"]] = F.relu_(y) if layer["norm"] else y
            return made["dc0"]

    return forward


def unet_train(case, arrays):
    weights = [v.requires_grad_() for k, v in arrays.items() if k not in ("x", "t") and "/avg_" not in k]
    optimizer = torch.optim.Adam(weights, lr=1e-4, weight_decay=1e-5)

    def loss():
        made = {"x": arrays["x"]}
        for layer in case["layers"]:
            name, norm = layer["name"], layer["norm"]
            y = convolve(layer, made, arrays[name + "/W"], arrays[name + "/b"])
            if norm:
                mean, variance, gamma, beta = (arrays[f"{norm}/{key}"] for key in ("avg_mean", "avg_var", "gamma", "beta"))
                y = F.relu_(F.batch_norm(y, mean, variance, gamma, beta, True, 0.1, case["normEps"]))
            made[name] = y
        return F.l1_loss(made["dc0"], arrays["t"])

    return training(optimizer, loss)


def convolve(layer, made, weight, bias):
    inputs = [made[name] for name in layer["from"]]
    x = torch.cat(inputs, 1) if len(inputs) > 1 else inputs[0]
    operation = F.conv2d if layer["kind"] == "conv" else F.conv_transpose2d
    return operation(x, weight, bias, stride=layer["stride"], padding=1)


def generator_train(case, arrays):
    """Irodori's generator under its own parameter names; see src/models/networks/generator.ts."""
    data = {key: arrays.pop(key) for key in ("x", "t", "visible")}
    weights = [v.requires_grad_() for v in arrays.values()]
    optimizer = torch.optim.AdamW(weights, lr=1e-5, betas=(0.9, 0.99), weight_decay=1e-4)
    bottom = sum(1 for name in arrays if name.startswith("down/") and name.endswith("/W"))
    propagated, second = case["propagatedChannel"], case["secondChannel"]

    def conv(x, name, **geometry):
        return F.conv2d(x, arrays[name + "/W"], arrays[name + "/b"], **geometry)

    def blocks(x, name):
        index = 0
        while f"{name}/{index}/conv1/W" in arrays:
            h = conv(F.relu(x), f"{name}/{index}/conv1", padding=1)
            x = x + conv(F.relu(h), f"{name}/{index}/conv2", padding=1)
            index += 1
        return x

    def gate(logit):
        return torch.clamp(1.2 * torch.sigmoid(logit) - 0.1, 0, 1)

    # Levels from `hinted` down see the lines alone; the others see all planes.
    hinted, inputs = case["hintedLevels"], data["x"].shape[1]

    def level(i, h, added):
        h = blocks(h, f"encoder/{i}")
        return blocks(h + added(i, h), f"decoder/{i}")

    def below(i, h, added=None):
        if i == bottom:
            return F.linear(h.mean((2, 3)), arrays["global/W"], arrays["global/b"])[:, :, None, None]
        h = level(i + 1, conv(F.relu(h), f"down/{i}", stride=2, padding=1), added or below)
        return F.interpolate(conv(h, f"up/{i}"), scale_factor=2, mode="nearest")

    def context(ink):
        with torch.no_grad():
            filters = arrays["stem/W"].unflatten(1, (4, inputs))[:, :, 0]
            h = F.conv2d(space_to_depth(ink), filters, arrays["stem/b"], padding=1)
            for i in range(hinted - 1):
                h = conv(F.relu(blocks(h, f"encoder/{i}")), f"down/{i}", stride=2, padding=1)
            h = blocks(h, f"encoder/{hinted - 1}")
        return below(hinted - 1, h)

    def forward(x):
        lines = context(x[:, :1])

        def added(i, h):
            return lines if i == hinted - 1 else below(i, h, added)

        h = level(0, conv(space_to_depth(x), "stem", padding=1), added)
        y = depth_to_space(conv(F.relu(h), "head", padding=1))
        rgb = y[:, :3]
        logits = F.interpolate(F.avg_pool2d(y[:, 3:5], 2), scale_factor=2, mode="nearest")
        mixed = rgb + gate(logits[:, :1]) * (x[:, propagated : propagated + 3] - rgb)
        return 0.5 * (mixed + gate(logits[:, 1:] - 1.5) * (x[:, second : second + 3] - mixed)) + 0.5

    def loss():
        difference = forward(data["x"]) * data["visible"] - data["t"] * data["visible"]
        return torch.sqrt(difference**2 + 0.01**2).mean()

    return training(optimizer, loss, lambda: torch.nn.utils.clip_grad_norm_(weights, 1.0))


def space_to_depth(x):
    """Chainer's order: channel = (row · 2 + column) · C + c."""
    n, c, h, w = x.shape
    return x.reshape(n, c, h // 2, 2, w // 2, 2).permute(0, 3, 5, 1, 2, 4).reshape(n, 4 * c, h // 2, w // 2)


def depth_to_space(x):
    n, c, h, w = x.shape
    return x.reshape(n, 2, 2, c // 4, h, w).permute(0, 3, 4, 1, 5, 2).reshape(n, c // 4, 2 * h, 2 * w)


def linear_algebra():
    """Which BLAS is loaded: Debian's PyTorch takes what the system has, and its transposed convolutions stand on it."""
    if "mkl" in torch.__config__.show().split("BLAS_INFO=")[-1][:10]:
        return "MKL"
    with open("/proc/self/maps") as maps:
        fast = "openblas" in maps.read()
    return "OpenBLAS" if fast else "a slow BLAS (apt-get install libopenblas0-pthread for a fair figure)"


def training(optimizer, loss, before_step=lambda: None):
    def step():
        optimizer.zero_grad(set_to_none=True)
        value = loss()
        value.backward()
        before_step()
        optimizer.step()
        return value.item()

    return step


def main():
    setup = json.loads(sys.stdin.readline())
    case = setup["case"]
    torch.set_num_threads(setup["threads"])
    gpu = setup["backend"] == "webgpu"
    if gpu and not torch.cuda.is_available():
        return answer({"absent": "PyTorch sees no CUDA device"})
    # float32 means float32 here: no TF32.
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    torch.backends.cudnn.benchmark = True
    arrays = read_arrays(setup["arrays"], "cuda" if gpu else "cpu")
    works = {"add": add, "mlp": mlp, "matmul": matmul, "unet": unet, "unet-train": unet_train, "generator-train": generator_train}
    step = works[case["work"]](case, arrays)

    def run():
        y = step()
        if gpu:
            torch.cuda.synchronize()
        return y

    def check():
        if case["compare"] == "losses":
            return np.array([run(), run()], dtype="<f4")
        return run().cpu().numpy()

    detail = torch.cuda.get_device_name() if gpu else f"{setup['threads']} threads, {linear_algebra()}"
    answer({"version": torch.__version__, "detail": detail})
    for line in sys.stdin:
        request = json.loads(line)
        cpu, start = time.process_time(), time.perf_counter()
        values = check() if request["task"] == "check" else run()
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        if "file" in request:
            values.tofile(request["file"])
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        answer({"seconds": seconds, "cpuSeconds": cpu, "peakBytes": peak})


try:
    main()
except Exception as error:  # whatever goes wrong is this contestant's result
    answer({"error": f"{type(error).__name__}: {error}".split("\n")[0]})
