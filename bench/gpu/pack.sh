#!/usr/bin/env bash
# Packs this build and its GPU bench beside what a bare GPU machine lacks, in the git-ignored .gpu/: see bench/README.md.
#   npm run build && bash bench/gpu/pack.sh PACK_SH      PACK_SH: the script that packs Node and Dawn into .gpu/
# There, in the same folder: bash .gpu/boot.sh node .gpu/app/bench/gpu.mjs --json "$OUT/gpu.json"
set -euo pipefail
cd "$(dirname "$0")/../.."
bash "${1:?name the script that packs Node and Dawn}" zod fflate
rm -rf .gpu/app/dist .gpu/app/bench && mkdir -p .gpu/app/dist .gpu/app/bench
cp -r dist/src .gpu/app/dist/src
rm -rf .gpu/app/dist/src/{ui,cli}
cp -r bench/*.mjs bench/gpu bench/work bench/contestants .gpu/app/bench/
du -sh .gpu
