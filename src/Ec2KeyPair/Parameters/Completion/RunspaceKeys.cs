using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using Ec2KeyPair.Core.Store;

namespace Ec2KeyPair.Parameters.Completion;

/// <summary>The key pairs of the stores that a runspace has looked at just now. Looking changes nothing there.</summary>
internal sealed class RunspaceKeys
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);
    private static readonly ConditionalWeakTable<Runspace, RunspaceKeys> Tables = new();
    private readonly PatientLooks<IReadOnlyList<LocalKeyPair>> _looks = new(Lifetime);

    /// <summary>Pipeline thread: those of the runspace that this runs in.</summary>
    internal static RunspaceKeys Current => Tables.GetValue(Runspace.DefaultRunspace, _ => new RunspaceKeys());

    /// <summary>The key pairs; none when they can't be had in time.</summary>
    internal IReadOnlyList<LocalKeyPair> Find(string folder) =>
        // A key that comes or goes changes the folder's time: then it is looked at anew.
        _looks.Get(
            $"{folder}\n{Directory.GetLastWriteTimeUtc(folder).Ticks}",
            PatientLooks<IReadOnlyList<LocalKeyPair>>.Patience,
            // What can't be understood is Get-EC2KeyPairLocal's to report.
            () => Task.FromResult<IReadOnlyList<LocalKeyPair>?>(KeyStore.OpenToRead(folder).List(_ => { }).ToList())) ?? [];
}
