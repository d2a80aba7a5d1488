namespace Ec2KeyPair.Module.Tests;

/// <summary>Environment variables for one test. Only for classes of <see cref="Collection"/>: the environment is the process's.</summary>
internal sealed class EnvironmentScope : IDisposable
{
    /// <summary>Tests that change the environment run when no others do.</summary>
    internal const string Collection = "Environment";

    private readonly Dictionary<string, string?> _before = [];

    internal string? this[string name]
    {
        set
        {
            _before.TryAdd(name, Environment.GetEnvironmentVariable(name));
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before) Environment.SetEnvironmentVariable(name, value);
    }
}

[CollectionDefinition(EnvironmentScope.Collection, DisableParallelization = true)]
#pragma warning disable CA1515, CA1711 // xunit finds collections by public types of this name
public sealed class EnvironmentCollection;
#pragma warning restore CA1515, CA1711
