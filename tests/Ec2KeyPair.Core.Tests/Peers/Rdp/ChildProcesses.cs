using System.Globalization;
using System.Text;

namespace Ec2KeyPair.Core.Tests.Peers.Rdp;

/// <summary>What every user of a Linux machine can see of this process's children.</summary>
internal static class ChildProcesses
{
    /// <summary>Command lines and environments of this process's children, by id.</summary>
    internal static IReadOnlyDictionary<int, (string CommandLine, string Environment)> All()
    {
        var found = new Dictionary<int, (string, string)>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)) continue;
            try
            {
                // proc(5): the name in parentheses may hold anything; the parent is the second field after it.
                var status = File.ReadAllText(Path.Combine(folder, "stat"));
                if (status[(status.LastIndexOf(')') + 2)..].Split(' ')[1] != Environment.ProcessId.ToString(CultureInfo.InvariantCulture)) continue;
                found[id] = (Read(folder, "cmdline"), Read(folder, "environ"));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended.
            }
        }

        return found;
    }

    private static string Read(string folder, string name) => Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, name))).Replace('\0', '\n');
}
