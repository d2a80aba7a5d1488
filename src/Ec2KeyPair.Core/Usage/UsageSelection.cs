namespace Ec2KeyPair.Core.Usage;

/// <summary>Which key pairs are asked about.</summary>
public sealed record UsageSelection
{
    private readonly IReadOnlyCollection<string>? _expected;

    /// <summary>All of them.</summary>
    public static UsageSelection All { get; } = new();

    /// <summary>Exact names, which EC2 itself can look for; empty when there is more to find than these.</summary>
    public IReadOnlyCollection<string> Names { get; init; } = [];

    /// <summary>Names that are an error where nothing has them; <see cref="Names"/> when nothing is said.</summary>
    public IReadOnlyCollection<string> Expected { get => _expected ?? Names; init => _expected = value; }

    /// <summary>Whether a name is asked about.</summary>
    public Func<string, bool> Includes { get; init; } = _ => true;

    /// <summary>Whether instances without a key pair are, where each instance is written.</summary>
    public bool IncludesKeyless { get; init; } = true;

    /// <summary>Only key pairs that nothing uses.</summary>
    public bool OnlyUnused { get; init; }
}
