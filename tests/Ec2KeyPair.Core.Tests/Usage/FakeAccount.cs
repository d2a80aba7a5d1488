using System.Runtime.CompilerServices;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Usage;

namespace Ec2KeyPair.Core.Tests.Usage;

/// <summary>One Region of one account with whatever a test puts in.</summary>
internal sealed class FakeAccount(string region = "eu-test-1") : IKeyPairApi, IInstanceCensus, ILaunchTemplateApi
{
    internal List<Ec2KeyPairInfo> KeyPairs { get; } = [];

    internal List<IReadOnlyList<LaunchedInstance>> Pages { get; } = [];

    internal List<LaunchTemplateVersion> Versions { get; } = [];

    /// <summary>Templates all versions of which were asked for.</summary>
    internal List<string> AskedFor { get; } = [];

    internal ErrorCondition? Fault { get; set; }

    /// <summary>The answer about key pairs waits for this, and is given up when it is cancelled.</summary>
    internal Task? Hold { get; set; }

    internal IReadOnlyCollection<string>? FilteredBy { get; private set; }

    internal UsagePlace Place => new(null, region, this, this, this);

    public string Region => region;

    internal void Add(params LaunchedInstance[] page) => Pages.Add(page);

    internal void AddTemplate(string name, long defaultVersion, params string?[] keyNames)
    {
        for (var number = 1; number <= keyNames.Length; number++)
        {
            Versions.Add(new LaunchTemplateVersion
            {
                LaunchTemplateId = "lt-" + name, LaunchTemplateName = name, Number = number, IsDefault = number == defaultVersion, KeyName = keyNames[number - 1],
            });
        }
    }

    public async Task<IReadOnlyList<Ec2KeyPairInfo>> ListAsync(CancellationToken cancel)
    {
        if (Hold is not null) await Hold.WaitAsync(cancel);
        return KeyPairs;
    }

    public Task<IReadOnlyList<Ec2KeyPairInfo>> FindAsync(IReadOnlyCollection<string> names, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyList<Ec2KeyPairInfo>>(KeyPairs.Where(pair => names.Contains(pair.KeyName)).ToList());

    public async IAsyncEnumerable<IReadOnlyList<LaunchedInstance>> ListAsync(
        IReadOnlyCollection<string> keyNames, [EnumeratorCancellation] CancellationToken cancel)
    {
        FilteredBy = keyNames;
        await Task.Yield();
        if (Fault is { } fault) throw new Ec2KeyPairException(fault, "said AWS", mend: "mend it");
        foreach (var page in Pages) yield return page.Where(instance => keyNames.Count == 0 || keyNames.Contains(instance.KeyName)).ToList();
    }

    public async IAsyncEnumerable<LaunchTemplateVersion> FindCurrentAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        foreach (var template in Versions.GroupBy(version => version.LaunchTemplateId))
        {
            yield return template.Last();
            if (template.Single(version => version.IsDefault) is var given && given != template.Last()) yield return given;
        }
    }

    public async IAsyncEnumerable<LaunchTemplateVersion> FindVersionsAsync(string launchTemplateId, [EnumeratorCancellation] CancellationToken cancel)
    {
        await Task.Yield();
        lock (AskedFor) AskedFor.Add(launchTemplateId);
        foreach (var version in Versions.Where(version => version.LaunchTemplateId == launchTemplateId)) yield return version;
    }

    public Task<Ec2KeyPairInfo?> FindByIdAsync(string keyPairId, CancellationToken cancel) => throw new NotSupportedException();

    public Task DeleteAsync(string keyPairId, CancellationToken cancel) => throw new NotSupportedException();

    public Task<Ec2KeyPairInfo?> ImportAsync(string name, string publicKeyLine, IReadOnlyDictionary<string, string> tags, CancellationToken cancel) =>
        throw new NotSupportedException();

    public Task<LaunchTemplateVersion> CreateVersionAsync(
        string launchTemplateId, long sourceVersion, string keyName, string description, string clientToken, CancellationToken cancel) => throw new NotSupportedException();

    public Task SetDefaultAsync(string launchTemplateId, long version, CancellationToken cancel) => throw new NotSupportedException();
}
