using System.Text;
using Ec2KeyPair.AwsEndpoint.Instances;

namespace Ec2KeyPair.AwsEndpoint.CloudInit;

/// <summary>
/// What cloud-init does with user data at each boot, as far as this project sends any: a script, which runs at the first boot; or
/// cloud-config, bare or in a MIME message (https://docs.cloud-init.io/en/latest/explanation/format.html), with bootcmd, users-groups and final-message.
/// </summary>
internal sealed class PlayedCloudInit(LinuxInstance instance)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);
    private bool _hasRunScript;

    internal async Task BootAsync()
    {
        var text = Encoding.UTF8.GetString(instance.UserData);
        try
        {
            while (instance.State == InstanceState.Pending) await Task.Delay(Poll, instance.Region.Cloud.Time, instance.Region.Closing);
            if (instance.State != InstanceState.Running) return;
            if (text.StartsWith("#!", StringComparison.Ordinal)) await RunScriptAsync(text);
            else if (CloudConfig.TryParse(text) is { } config) await ApplyAsync(config);
        }
        catch (Exception e) when (e is FormatException or IOException or System.ComponentModel.Win32Exception)
        {
            instance.WriteToConsole($"cloud-init[812]: util.py[WARNING]: Failed loading user data: {e.Message}\n");
        }
        catch (OperationCanceledException)
        {
            // The end of everything.
        }
    }

    // scripts-user runs once per instance.
    private async Task RunScriptAsync(string text)
    {
        if (_hasRunScript) return;
        _hasRunScript = true;
        await new BootScript(instance).RunAsync(text);
    }

    private async Task ApplyAsync(CloudConfig config)
    {
        // Of the stage init, whatever the last stage is told to run; at every boot.
        if (config.BootCommand is { } command) await new BootScript(instance).RunAsync(OfThisMachine(command));
        if (instance.State != InstanceState.Running) return;
        foreach (var (module, frequency) in config.FinalModules)
        {
            // A semaphore is on the disk, and outlives user data.
            var semaphore = Path.Combine(instance.Disk, "var", "lib", "cloud", "sem", $"config_{module.Replace('-', '_')}.once");
            if (frequency == "once" && File.Exists(semaphore)) continue;
            Run(module, config);
            if (frequency != "once") continue;
            Directory.CreateDirectory(Path.GetDirectoryName(semaphore)!);
            File.WriteAllText(semaphore, "");
        }
    }

    // The root of the instance is a folder here, and its console is what the script says.
    private string OfThisMachine(string command) => "#!/bin/sh\n" + command
        .Replace("\nroot=\n", $"\nroot='{instance.Disk}'\n", StringComparison.Ordinal)
        .Replace("/dev/console", "/dev/stderr", StringComparison.Ordinal);

    private void Run(string module, CloudConfig config)
    {
        switch (module)
        {
            case "users-groups":
                foreach (var user in config.Users) LetIn(user);
                break;
            case "final-message":
                instance.WriteToConsole(config.FinalMessage + "\n");
                break;
            default:
                throw new FormatException($"this endpoint plays no module {module}");
        }
    }

    /// <summary>As ssh_util.setup_user_keys does it: keys that are there stay, a new one comes at the end.</summary>
    private void LetIn(CloudUser user)
    {
        var home = File.ReadLines(Path.Combine(instance.Disk, "etc", "passwd")).Select(line => line.Split(':')).FirstOrDefault(fields => fields[0] == user.Name)?[5]
            ?? throw new FormatException($"this endpoint makes no accounts, and {user.Name} is none");
        var file = Path.Combine(instance.Disk, home.TrimStart('/'), ".ssh", "authorized_keys");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var lines = File.Exists(file) ? File.ReadAllLines(file).ToList() : [];
        lines.AddRange(user.Keys.Where(key => !lines.Contains(key)));
        File.WriteAllText(file, string.Concat(lines.Select(line => line + "\n")));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
