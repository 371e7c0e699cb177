#!/usr/bin/env bash
# Builds the image and starts a silo in it as it is meant to run: no root, nothing writable but its own folder.
# Base images come from no registry: they are made of Debian packages and the SDK of this machine. Needs root, debootstrap and buildah.
# Names of this machine's own images may be given instead: SDK_IMAGE and RUNTIME_IMAGE.
set -euo pipefail

readonly repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
readonly work=$(mktemp -d)
readonly dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
readonly packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
export BUILDAH_ISOLATION=chroot
storage=(--root "$work/storage" --runroot "$work/run")
mounted=()

clean() {
    [ -z "${silo:-}" ] || kill "$silo" 2>/dev/null || true
    wait
    for place in "${mounted[@]}"; do umount "$place" || true; done
    buildah_ umount --all >/dev/null || true
    buildah_ rm --all >/dev/null || true
    rm -rf "$work"
}
trap clean EXIT

buildah_() { buildah "${storage[@]}" "$@"; }

# stand_in NAME PACKAGES FOLDER...: an image of Debian with folders of the dotnet of this machine.
stand_in() {
    local name=$1 include=$2 root=$work/$1
    shift 2
    debootstrap --variant=minbase --include="$include" bookworm "$root" >"$work/$name.log" 2>&1 || { tail -5 "$work/$name.log"; exit 1; }
    mkdir -p "$root/usr/share/dotnet"
    for folder in "$@"; do cp -a --parents "$folder" "$root/usr/share/dotnet/"; done
    ln -s /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"
    # Whom this machine trusts, the image trusts.
    cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    local container
    container=$(buildah_ from scratch)
    buildah_ add --quiet "$container" "$root" / >/dev/null
    buildah_ config --env DOTNET_ROOT=/usr/share/dotnet --env DOTNET_CLI_TELEMETRY_OPTOUT=1 --env DOTNET_NOLOGO=1 \
        --env DOTNET_GENERATE_ASPNET_CERTIFICATE=false --env NUGET_CERT_REVOCATION_MODE=offline "$container"
    buildah_ commit --quiet "$container" "$name" >/dev/null
    buildah_ rm "$container" >/dev/null
    rm -rf "$root"
}

cd "$dotnet"
[ -n "${SDK_IMAGE:-}" ] || stand_in sdk ca-certificates,libicu72,libssl3 .
[ -n "${RUNTIME_IMAGE:-}" ] || stand_in runtime libssl3,ca-certificates dotnet host shared
cd "$repository"

echo "building the image"
settings=()
[ ! -f "$HOME/.nuget/NuGet/NuGet.Config" ] || settings=(--volume "$HOME/.nuget/NuGet:/root/.nuget/NuGet:ro")
buildah_ bud --network host --volume "$packages:/root/.nuget/packages" "${settings[@]}" \
    --build-arg SDK_IMAGE="${SDK_IMAGE:-localhost/sdk}" --build-arg RUNTIME_IMAGE="${RUNTIME_IMAGE:-localhost/runtime}" \
    --file deploy/container/Containerfile --tag rnncluster . >"$work/build.log" 2>&1 || { tail -30 "$work/build.log"; exit 1; }

container=$(buildah_ from rnncluster)
image=$(buildah_ mount "$container")
folder=$(buildah_ inspect --format '{{.OCIv1.Config.WorkingDir}}' "$container")
user=$(buildah_ inspect --format '{{.OCIv1.Config.User}}' "$container")
mapfile -t environment < <(buildah_ inspect --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' "$container" | grep .)
mapfile -t command < <(buildah_ inspect --format '{{range .OCIv1.Config.Entrypoint}}{{println .}}{{end}}{{range .OCIv1.Config.Cmd}}{{println .}}{{end}}' "$container" | grep .)
echo "user $user, command ${command[*]}, $(du -sm "$image/app" | cut -f1) MB of program and models"
[ "$user" = 1654:1654 ] || { echo "the image does not run as 1654:1654"; exit 1; }

# The root is read-only; the silo's own folder is not, nor are its processes.
root=$work/root
mkdir "$root"
mount --bind "$image" "$root"
mounted=("$root")
mount -o remount,bind,ro "$root"
mount -t tmpfs -o uid=1654,gid=1654,mode=0700 tmpfs "$root/var/lib/rnncluster"
mount -t proc proc "$root/proc"
mounted=("$root/proc" "$root/var/lib/rnncluster" "$root")

# (enter VARIABLE=... -- PROGRAM...): becomes a program in the image, as its user, with its environment.
enter() {
    local variables=()
    while [ "$1" != -- ]; do variables+=("$1"); shift; done
    shift
    exec env -i "${environment[@]}" "${variables[@]}" \
        unshare --root="$root" --wd="$folder" --setgid "${user#*:}" --setuid "${user%:*}" "$@"
}

if (enter -- /bin/touch /app/written 2>/dev/null); then echo "the root can be written to"; exit 1; fi
(enter RNN_SILO_HTTP=28180 RNN_SILO_PORT=21181 RNN_SILO_GATEWAY_PORT=23080 -- "${command[@]}") >"$work/silo.log" 2>&1 &
silo=$!
for _ in $(seq 60); do
    (enter -- /app/rnn health --url http://127.0.0.1:28180/health/ready) >"$work/health" 2>&1 && break
    kill -0 $silo 2>/dev/null || { cat "$work/silo.log"; exit 1; }
    sleep 1
done
cat "$work/health"
grep -q '"healthy"' "$work/health"
(enter -- /app/rnn models --connect 127.0.0.1:23080) | grep -q tagger
kill -TERM $silo
wait $silo || { cat "$work/silo.log"; echo "the silo did not end in order"; exit 1; }
silo=
echo "1 passed, 0 failed"
