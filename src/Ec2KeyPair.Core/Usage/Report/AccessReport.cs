using System.Text;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Store.Files;

namespace Ec2KeyPair.Core.Usage.Report;

/// <summary>Who can get in where, as one page: takes records in any order and writes them at the end.</summary>
/// <param name="title">The page's heading.</param>
/// <param name="policy">From where on a key pair counts as old or as too widely shared.</param>
public sealed class AccessReport(string title, ReportPolicy policy)
{
    /// <summary>How many instances the page lists one by one; all of them are counted.</summary>
    public const int MostInstances = 20_000;

    private readonly List<KeyPairUsage> _keyPairs = [];
    private readonly List<InstanceUsage> _instances = [];
    private readonly HashSet<(string?, string, string)> _seen = [];
    private readonly List<(string? Profile, string Region)> _asked = [];
    private readonly List<string> _failures = [];

    /// <summary>The heading.</summary>
    internal string Title => title;

    /// <summary>The policy.</summary>
    internal ReportPolicy Policy => policy;

    /// <summary>The key pairs, by name and Region.</summary>
    internal IReadOnlyList<KeyPairUsage> KeyPairs => _keyPairs
        .OrderBy(usage => usage.KeyName, StringComparer.Ordinal).ThenBy(usage => usage.Region, StringComparer.Ordinal).ThenBy(usage => usage.ProfileName, StringComparer.Ordinal).ToList();

    /// <summary>The instances that are listed, each once.</summary>
    internal IReadOnlyList<InstanceUsage> Instances => _instances;

    /// <summary>Where was asked, answered or not; empty where records were given.</summary>
    internal IReadOnlyList<(string? Profile, string Region)> Asked => _asked;

    /// <summary>Why accounts and Regions could not be asked, so that the page is not complete.</summary>
    internal IReadOnlyList<string> Failures => _failures;

    /// <summary>Notes where is asked.</summary>
    public void NoteAsked(IEnumerable<UsagePlace> places) => _asked.AddRange(places.Select(place => (place.ProfileName, place.Region)));

    /// <summary>Notes that an account or a Region could not be asked; from several threads at once. A name that is nowhere leaves no gap.</summary>
    public void NoteFailure(Ec2KeyPairException error)
    {
        if (error.Condition == ErrorCondition.KeyPairNotFound) return;
        lock (_keyPairs) _failures.Add(error.Message);
    }

    /// <summary>How many key pairs there are.</summary>
    public int KeyPairCount => _keyPairs.Count;

    /// <summary>How many instances they open.</summary>
    public int InstanceCount => _keyPairs.Sum(usage => usage.InstanceCount);

    /// <summary>Adds a key pair, with the instances that its record names.</summary>
    public void Add(KeyPairUsage usage)
    {
        _keyPairs.Add(usage);
        Add(usage.Instances);
    }

    /// <summary>Adds instances; those beyond the number that the page lists, and those that are there already, are left out.</summary>
    public void Add(IEnumerable<InstanceUsage> instances)
    {
        foreach (var instance in instances)
        {
            if (_instances.Count >= MostInstances) return;
            if (_seen.Add((instance.ProfileName, instance.Region, instance.InstanceId))) _instances.Add(instance);
        }
    }

    /// <summary>Adds a record of either kind; false when it is neither.</summary>
    public bool TryAdd(object record)
    {
        if (record is KeyPairUsage usage) Add(usage);
        else if (record is InstanceUsage instance) Add([instance]);
        else return false;
        return true;
    }

    /// <summary>The same from Regions that answer side by side.</summary>
    public Task AddAsync(KeyPairUsage usage)
    {
        lock (_keyPairs) Add(usage);
        return Task.CompletedTask;
    }

    /// <summary>The same from Regions that answer side by side.</summary>
    public Task AddAsync(IReadOnlyList<InstanceUsage> instances)
    {
        lock (_keyPairs) Add(instances);
        return Task.CompletedTask;
    }

    /// <summary>Writes the page: whole or not at all, private from the first byte, because it tells where private keys are.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="overwrite">Replace a file that is there.</param>
    /// <param name="now">The present, in UTC.</param>
    /// <exception cref="Ec2KeyPairException">FileExists, FileWriteFailed.</exception>
    public void Write(string path, bool overwrite, DateTime now)
    {
        ThrowIfTaken(path, overwrite);
        using var file = PendingFile.Write(path, Encoding.UTF8.GetBytes(ReportPage.Write(this, now)));
        PendingFile.Flush(file);
        if (overwrite) file.PublishOverFile();
        else if (!file.TryPublishAsNew()) throw Taken(path);
        file.Settle();
    }

    /// <summary>Returns where the page may be written.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="overwrite">A file may be there, but no link, folder, pipe or device.</param>
    /// <exception cref="Ec2KeyPairException">FileExists; FileWriteFailed: it can't be told.</exception>
    public static void ThrowIfTaken(string path, bool overwrite)
    {
        if (overwrite) ReplaceableFile.ThrowIfOther(path);
        else if (ReplaceableFile.KindOf(path) is not null) throw Taken(path);
    }

    private static Ec2KeyPairException Taken(string path) =>
        new(ErrorCondition.FileExists, $"'{path}' exists; it was not overwritten.", path, "Choose another path, or use -Force.");
}
