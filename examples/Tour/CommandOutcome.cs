using System.Management.Automation;

namespace Ec2KeyPair.Tour;

/// <summary>What a command returned.</summary>
internal sealed record CommandOutcome(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors)
{
    /// <summary>The error ids, without the cmdlet's name that the engine adds.</summary>
    internal IEnumerable<string> ErrorIds => Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0]);
}
