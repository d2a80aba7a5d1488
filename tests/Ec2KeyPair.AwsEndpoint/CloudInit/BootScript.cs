using System.Diagnostics;

using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.CloudInit;

/// <summary>
/// Runs a user data script, as root of the instance as far as that goes here: its disks, mount and shutdown are played by small programs that
/// stand first in PATH. A mounted disk is a link to the volume's folder.
/// </summary>
internal sealed class BootScript(LinuxInstance instance)
{
    private const string Shutdown = "shutdown";

    internal async Task RunAsync(string text)
    {
        var place = Directory.CreateTempSubdirectory("ec2kp-boot-").FullName;
        try
        {
            var tools = Directory.CreateDirectory(Path.Combine(place, "sbin")).FullName;
            var disks = Directory.CreateDirectory(Path.Combine(place, "disks")).FullName;
            foreach (var (name, script) in Programs(disks, Path.Combine(place, Shutdown))) ProgramFile.Write(Path.Combine(tools, name), script);
            ProgramFile.Write(Path.Combine(place, "part-001"), text);
            using var process = Process.Start(Command(Path.Combine(place, "part-001"), tools))!;
            process.StandardInput.Close();
            var reading = Task.WhenAll(ToConsoleAsync(process.StandardOutput), ToConsoleAsync(process.StandardError));
            var ended = process.WaitForExitAsync();
            while (!ended.IsCompleted)
            {
                ShowDisks(disks);
                await Task.WhenAny(ended, Task.Delay(20));
                // The machine goes down under it.
                if ((instance.State != InstanceState.Running || instance.Region.Closing.IsCancellationRequested) && !ended.IsCompleted) process.Kill(entireProcessTree: true);
            }

            await reading;
            if (!File.Exists(Path.Combine(place, Shutdown))) return;
            await Task.Delay(instance.Region.Settings.ShutdownDelay, instance.Region.Cloud.Time, instance.Region.Closing);
            if (instance.State == InstanceState.Running) _ = instance.TerminatesOnShutdown ? instance.Terminate() : instance.Stop();
        }
        finally
        {
            TemporaryFolder.Delete(place);
        }
    }

    /// <summary>One file for each attached disk: its name is the serial number that Nitro shows, in it are its folder and file system.</summary>
    private void ShowDisks(string folder)
    {
        var attached = instance.Region.Volumes.Of(instance)
            .Where(volume => volume.Attachment?.Device != instance.RootDevice && volume.Attachment?.StateAt(instance.Region.Now) == "attached")
            .ToDictionary(volume => volume.Id.Replace("-", "", StringComparison.Ordinal), volume => $"{volume.Folder}\n{volume.FileSystem}\n");
        foreach (var gone in Directory.GetFiles(folder).Where(file => !attached.ContainsKey(Path.GetFileName(file)))) File.Delete(gone);
        foreach (var (serial, content) in attached)
        {
            var file = Path.Combine(folder, serial);
            if (File.Exists(file)) continue;
            File.WriteAllText(file + ".new", content);
            File.Move(file + ".new", file);
        }
    }

    private async Task ToConsoleAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line) instance.WriteToConsole($"[   21.513021] cloud-init[1203]: {line}\n");
    }

    private static ProcessStartInfo Command(string script, string tools)
    {
        var start = new ProcessStartInfo(script) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(script)! };
        var path = start.Environment["PATH"];
        start.Environment.Clear();
        start.Environment["PATH"] = tools + Path.PathSeparator + path;
        start.Environment["TMPDIR"] = Path.GetDirectoryName(script)!;
        return start;
    }

    private static IEnumerable<(string Name, string Script)> Programs(string disks, string shutdown)
    {
        // Two forms of lsblk: all disks with their serial numbers, and the parts of one disk.
        yield return ("lsblk", $$"""
            #!/bin/sh
            for disk in '{{disks}}'/*; do
              [ -f "$disk" ] || continue
              case "$1$2$3" in
                -dnpoNAME,SERIAL) echo "$disk ${disk##*/}" ;;
                -lnpoNAME,TYPE*) [ "$3" = "$disk" ] && printf '%s disk\n%sp1 part\n%sp128 part\n' "$disk" "$disk" "$disk" ;;
                *) echo "lsblk: not played: $*" >&2; exit 1 ;;
              esac
            done
            exit 0

            """);
        yield return ("mount", """
            #!/bin/sh
            options=
            if [ "$1" = -o ]; then options=",$2,"; shift 2; fi
            case "$1" in *p1) disk=${1%p1} ;; *) echo "mount: $1: wrong fs type, bad option, bad superblock" >&2; exit 32 ;; esac
            { read -r folder; read -r type; } <"$disk" || exit 32
            [ -n "$folder" ] || { echo "mount: $1: nothing is on it" >&2; exit 32; }
            case "$type$options" in
              xfs*,nouuid,*) ;;
              xfs*) echo "mount: $1: Filesystem has duplicate UUID - can't mount" >&2; exit 32 ;;
              *nouuid*) echo "mount: $1: Unrecognized mount option nouuid" >&2; exit 32 ;;
            esac
            rmdir "$2" && ln -s "$folder" "$2"

            """);
        yield return ("umount", """
            #!/bin/sh
            [ -L "$1" ] || { echo "umount: $1: not mounted." >&2; exit 32; }
            rm "$1" && mkdir "$1"

            """);
        yield return ("shutdown", $"#!/bin/sh\n: >'{shutdown}'\n");
    }
}
