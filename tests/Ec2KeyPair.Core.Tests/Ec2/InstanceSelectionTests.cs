using System.Runtime.CompilerServices;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Tests.Keys;

namespace Ec2KeyPair.Core.Tests.Ec2;

public sealed class InstanceSelectionTests : IInstanceApi
{
    private IReadOnlyCollection<InstanceFilter> _asked = [];

    public string Region => "eu-test-1";

    [Fact]
    public async Task OfSelection_Tags_AreAskedForBesidePlatformAndState()
    {
        var selection = InstanceSelection.OfWindows(Tags(("team", ["web"]), ("stage", ["test", "prod*"])));
        var batches = new List<IReadOnlyList<ResolvedInstance>>();
        await foreach (var batch in InstanceBatches.OfSelection(this, selection, default)) batches.Add(batch);
        Assert.Equal([200, 50], batches.Select(batch => batch.Count));
        Assert.Equal("i-0", batches[0][0].Identity);
        Assert.Equal(
            ["tag:team = web", "tag:stage = test|prod*", "platform = windows", "instance-state-name = pending|running"],
            _asked.Select(filter => $"{filter.Name} = {string.Join('|', filter.Values)}"));
    }

    [Fact]
    public async Task OfSelection_NoneHasTheTags_IsOneError()
    {
        await foreach (var batch in InstanceBatches.OfSelection(this, InstanceSelection.OfWindows(Tags(("none", ["\u001b[2J"]))), default))
        {
            var error = Assert.Single(batch).Error!;
            Assert.Equal(ErrorCondition.InstanceNotFound, error.Condition);
            Assert.Contains(@"none = \u001B[2J", error.Message);
        }
    }

    [Fact]
    public void OfWindows_TagsThatSelectNothing_AreRefused()
    {
        Assert.Equal(ErrorCondition.ParameterInvalid, ConditionOf());
        Assert.Equal(ErrorCondition.ParameterInvalid, ConditionOf(("team", [])));
        Assert.Equal(ErrorCondition.ParameterInvalid, ConditionOf(("", ["x"])));
        Assert.Equal(ErrorCondition.ParameterInvalid, ConditionOf(("team", Enumerable.Range(0, 201).Select(i => $"{i}").ToArray())));
        Assert.Equal(ErrorCondition.ParameterInvalid, ConditionOf(Enumerable.Range(0, 51).Select(i => ($"{i}", new[] { "x" })).ToArray()));
    }

    public async IAsyncEnumerable<Ec2Instance> FindAsync(
        IReadOnlyCollection<InstanceFilter> filters, [EnumeratorCancellation] CancellationToken cancel)
    {
        _asked = filters;
        await Task.Yield();
        for (var i = 0; i < 250 && filters.All(filter => filter.Name != "tag:none"); i++) yield return new Ec2Instance { InstanceId = $"i-{i}" };
    }

    public Task<Ec2Image?> FindImageAsync(string imageId, CancellationToken cancel) => throw new NotSupportedException();

    public Task<string> GetConsoleOutputAsync(string instanceId, CancellationToken cancel) => throw new NotSupportedException();

    private static ErrorCondition ConditionOf(params (string Key, string[] Values)[] tags) =>
        Fixture.ConditionOf(() => InstanceSelection.OfWindows(Tags(tags)));

    private static Dictionary<string, IReadOnlyList<string>> Tags(params (string Key, string[] Values)[] tags) =>
        tags.ToDictionary(tag => tag.Key, tag => (IReadOnlyList<string>)tag.Values);
}
